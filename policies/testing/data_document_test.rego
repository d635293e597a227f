# METADATA
# scope: package
# title: A document about data for tests
# description: |
#   Three datasets, one to train, one to test and one that the running system searches, for which every rule on data
#   passes at every tier. None holds personal data, so the row is the effective tier; `personal` is the same with
#   personal data in the first dataset, which lifts the row.
package testing.data_document

import data.testing

# METADATA
# title: Nobody's personal data
document := _measured(testing.with_evidence(object.union(testing.base("high", "prod"), _blocks), evidence))

# METADATA
# title: The dataset at place 0 holds personal data
personal := json.patch(document, [
	{"op": "replace", "path": "/data/0/personal_data", "value": "personal"},
	{"op": "add", "path": "/data/0/acquisition/legal_basis", "value": "contract"},
	{"op": "add", "path": "/data/0/dpia", "value": {"evidence_id": "dpia"}},
	{"op": "add", "path": "/data/0/minimisation", "value": prose},
	{"op": "add", "path": "/facts/text/~1data~10~1minimisation", "value": {"chars": 200, "words": 30}},
])

# METADATA
# title: The dataset at place 0 holds data on health and ethnic origin
special := json.patch(personal, [
	{"op": "replace", "path": "/data/0/personal_data", "value": "special_category"},
	{"op": "add", "path": "/data/0/special_categories", "value": ["health", "ethnic_origin"]},
])

# METADATA
# title: Where the items of evidence stand
at := {element.id: $"/evidence/{place}" | some place, element in evidence}

# METADATA
# title: Where the gate's checks of the items stand
checked := {element.id: $"/facts/evidence/{element.id}" | some element in evidence}

evidence := [
	testing.item("process", "data_process", {}),
	testing.item("dpia", "dpia", {"fields": {"special_category": [
		{"dataset": "loans", "category": "health", "exemption": "explicit_consent", "reference": "DPIA 4.2"},
		{"dataset": "loans", "category": "ethnic_origin", "exemption": "bias_correction", "reference": "DPIA 4.3"},
	]}}),
	testing.item("quality", "data_quality_report", {"fields": {"datasets": listings}}),
	testing.item("lineage", "data_lineage", {"assertion": "third_party", "fields": {"datasets": listings}}),
	testing.item("rights", "data_rights", {"fields": {"datasets": listings}}),
	testing.item("leakage", "leakage_check", {"assertion": "tool_generated", "fields": {"pairs": pairs}}),
	testing.item("opt-out", "opt_out_policy", {"fields": {
		"opt_out_signals": ["robots.txt"],
		"complaint_contact": "rights@example.org",
	}}),
	testing.item("contract", "contract", {}),
	testing.item("protocol", "labelling_protocol", {"fields": {"datasets": listings}}),
	testing.item("record", "dataset_record", {"uri": "https://catalogue.example.org/loans"}),
	testing.item("attestation", "lineage_attestation", {}),
]

# METADATA
# title: What the leakage check compared
pairs := [{
	"train": "loans",
	"train_digest": digests.loans,
	"test": "held-out",
	"test_digest": digests["held-out"],
	"overlap_rows": 0,
}]

# METADATA
# title: What evidence says about each dataset
listings := [{
	"id": id,
	"digest": digest,
	"owner": "ada@example.org",
	"refresh_days": 7,
	"iaa_items": 100,
	"missing_values": "imputed",
	"outliers": "capped",
} |
	some id, digest in digests
]

digests := {
	"loans": "1111111111111111111111111111111111111111111111111111111111111111",
	"held-out": "2222222222222222222222222222222222222222222222222222222222222222",
	"manuals": "3333333333333333333333333333333333333333333333333333333333333333",
}

# METADATA
# title: A text; how long it is, the facts say
prose := "Twelve different words about the data that these tests are made of, no less."

_blocks := {
	"organisation": {"aims": {"data_process": {"evidence_id": "process"}}},
	"models": [{
		"id": "scorer",
		"source": "in_house",
		"datasets": ["loans"],
		"licence": {"expression": "MIT", "commercial_use": true},
	}],
	"suppliers": [{
		"id": "bureau",
		"role": ["hosting", "data"],
		"contract": {"evidence_id": "contract"},
		"contract_valid_to": "in 30 days",
	}],
	"resources": {"tooling": [{"name": "generator", "purl": "pkg:pypi/generator@1"}]},
	"evaluation": {"runs": [
		{"id": "main", "dataset_id": "held-out", "split": "test"},
		{"id": "fit", "dataset_id": "loans", "split": "train"},
	]},
	"data": [
		_dataset("loans", ["train"]),
		_dataset("held-out", ["test"]),
		_dataset("manuals", ["rag"]),
	],
}

_dataset(id, role) := {
	"id": id,
	"role": role,
	"version": "1.0.0",
	"digest": {"alg": "sha256", "value": digests[id]},
	"licence": "CC-BY-4.0",
	"synthetic": false,
	"personal_data": "none",
	"acquisition": {
		"method": "collected",
		"source": "case files",
		"collected_from": "400 days ago",
		"collected_to": "100 days ago",
	},
	"retention_days": 500,
	"access": {"classification": "confidential", "encryption_at_rest": true},
	"labelling": {
		"method": "human",
		"annotators": 2,
		"iaa_metric": "Cohen's Kappa",
		"iaa_value": 0.8,
		"protocol": {"evidence_id": "protocol"},
	},
	"quality": {
		"report": {"evidence_id": "quality"},
		"checked_at": "10 days ago",
		"completeness_pct": 98,
		"duplicate_pct": 1,
		"label_error_pct": 1,
		"timeliness_days": 7,
	},
	"representativeness": {
		"population": "Everybody who applies for a loan",
		"compared_against": "the census",
		"max_group_deviation_pct": 10,
		"justification": prose,
	},
	"bias": {
		"assessed": true,
		"method": "error rates by group",
		"findings": ["Young applicants are few."],
		"mitigations": ["More of their files were added."],
	},
	"provenance": {
		"lineage": {"evidence_id": "lineage"},
		"record_uri": "https://catalogue.example.org/loans",
		"chain": [
			{
				"step": "export",
				"actor": "exporter",
				"at": "60 days ago",
				"output_digest": {"alg": "sha256", "value": _raw},
				"attestation": "attestation",
			},
			{
				"step": "split",
				"actor": "splitter",
				"at": "31 days ago",
				"input_digests": [{"alg": "sha256", "value": _raw}],
				"output_digest": {"alg": "sha256", "value": digests[id]},
				"attestation": "attestation",
			},
		],
	},
	"preparation": {
		"criteria": prose,
		"steps": ["Test accounts were left out.", "Records were split by month."],
		"code": {
			"repo": "git+https://git.example.org/prepare",
			"commit": "0123456789abcdef0123456789abcdef01234567",
		},
		"leakage_check": {"evidence_id": "leakage"},
	},
}

_raw := "4444444444444444444444444444444444444444444444444444444444444444"

# Long enough for the tier critical, to the character.
_measured(doc) := object.union(doc, {"facts": {"text": {pointer: {"chars": 200, "words": 8} |
	some place in [0, 1, 2]
	some pointer in [$"/data/{place}/preparation/criteria", $"/data/{place}/representativeness/justification"]
}}})
