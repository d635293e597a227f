package gate.lib.labels_test

import data.gate.lib.labels
import data.testing.data_document as sample

test_by_people if {
	labels.by_people == {0, 1, 2} with input as sample.document
	labels.by_people == {1, 3, 4, 6} with input as {"data": [
		{"role": ["train"], "labelling": {"method": "machine"}},
		{"role": ["train"]},
		{"role": ["rag"]},
		{"role": ["rag"], "labelling": {"method": "mixed"}},
		{"role": [], "labelling": {"method": null}},
		{"role": ["rag"], "labelling": null},
		{"role": ["rag"], "labelling": false},
	]}
}

few_errors(element) if {
	labels.few_errors(element) with input as sample.document with data.gate.tier.effective as "high"
}

test_few_errors if {
	few_errors({"role": ["train"], "quality": {"label_error_pct": 3}})
	few_errors({"role": ["train"], "labelling": {"method": "none"}})
	few_errors({"role": ["rag"]})
	few_errors({"role": ["rag"], "labelling": null})
	not few_errors({"role": ["train"], "quality": {"label_error_pct": 3.1}})
	not few_errors({"role": ["train"], "quality": {"label_error_pct": null}})
	not few_errors({"role": ["train"]})
	not few_errors({"role": ["rag"], "labelling": {"method": "human"}})
}

test_agreed if {
	labels.agreed(sample.document.data[0]) with input as sample.document with data.gate.tier.effective as "critical"
	not labels.agreed({}) with input as sample.document with data.gate.tier.effective as "minimal"
}
