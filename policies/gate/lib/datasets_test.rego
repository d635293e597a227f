package gate.lib.datasets_test

import data.gate.lib.datasets
import data.testing
import data.testing.data_document as sample

changed(path, value) := testing.changed(sample.document, path, value)

removed(path) := testing.removed(sample.document, path)

test_row_is_lifted_by_personal_data if {
	datasets.row == "high" with input as sample.document with data.gate.tier.effective as "high"
	datasets.row == "critical" with input as sample.personal with data.gate.tier.effective as "high"
	datasets.row == "critical" with input as removed("/system/personal_data") with data.gate.tier.effective as "high"
}

test_rows_compare if {
	datasets.row_at_least("limited") with input as sample.personal with data.gate.tier.effective as "minimal"
	not datasets.row_at_least("high") with input as sample.personal with data.gate.tier.effective as "minimal"
	datasets.row_below("high") with input as sample.personal with data.gate.tier.effective as "minimal"
	not datasets.row_below("limited") with input as sample.personal with data.gate.tier.effective as "minimal"
}

# To be below a tier is proved; an unknown row is below none.
test_an_unknown_row_is_below_none if {
	not datasets.row_below("critical") with input as sample.document with data.gate.tier.effective as "severe"
}

test_limits_of_the_row if {
	datasets.limit([1, 2, 3, 4]) == 4 with input as sample.personal with data.gate.tier.effective as "high"
}

with_role(role) := changed("/data/2/role", role)

test_roles[note] if {
	some note, case in {
		"train": [["train"], {"development", "kept", "may_train"}],
		"fine_tune": [["fine_tune"], {"development", "kept", "may_train"}],
		"validate": [["validate"], {"development", "kept"}],
		"test": [["test"], {"development", "kept"}],
		"rag": [["rag"], {"kept", "read_live"}],
		"production_input": [["production_input"], {"read_live"}],
		"two roles": [["production_input", "test"], {"development", "kept", "read_live"}],
		"none": [[], {"development", "kept", "read_live", "may_train"}],
		"null": [null, {"development", "kept", "read_live", "may_train"}],
		"text": ["rag", {"development", "kept", "read_live", "may_train"}],
		"unknown": [["x"], {"development", "kept", "read_live", "may_train"}],
		"one unknown": [["test", null], {"development", "kept", "read_live", "may_train"}],
	}
	uses(with_role(case[0])) == case[1]
}

test_no_role_at_all if {
	uses(removed("/data/2/role")) == {"development", "kept", "read_live", "may_train"}
	uses(changed("/data", [{}, {}, null])) == {"development", "kept", "read_live", "may_train"}
}

uses(document) := {use |
	some use in ["development", "kept", "read_live", "may_train"]
	used_for(use, document)
}

used_for("development", document) if 2 in datasets.for_development with input as document

used_for("kept", document) if 2 in datasets.kept with input as document

used_for("read_live", document) if 2 in datasets.read_live with input as document

used_for("may_train", document) if 2 in datasets.may_train with input as document

test_places if {
	datasets.places == {0, 1, 2} with input as sample.document
	datasets.places == set() with input as changed("/data", [])
	datasets.places == set() with input as changed("/data", null)
	datasets.places == set() with input as removed("/data")
}

test_personal if {
	datasets.personal == {0} with input as sample.personal
	datasets.personal == set() with input as sample.document
	datasets.personal == {1} with input as removed("/data/1/personal_data")
	datasets.personal == {1} with input as changed("/data/1/personal_data", null)
}

test_trains_is_proved if {
	datasets.trains({"role": ["validate", "fine_tune"]})
	not datasets.trains({"role": ["validate"]})
	not datasets.trains({"role": []})
	not datasets.trains({"role": "train"})
}

test_live_is_proved if {
	datasets.live({"role": ["test", "rag"]})
	not datasets.live({"role": ["test"]})
	not datasets.live({"role": []})
	not datasets.live({})
}

frozen(document) if datasets.frozen(document.data[1]) with input as document

test_frozen if frozen(sample.document)

test_not_frozen[note] if {
	some note, document in {
		"no role": changed("/data/1/role", []),
		"read as well": changed("/data/1/role", ["test", "rag"]),
		"no digest": removed("/data/1/digest"),
		"other digest": changed("/data/1/digest/value", sample.digests.loans),
		"other algorithm": changed("/data/1/digest/alg", "sha512"),
		"no report": removed("/data/1/quality/report"),
		"not in the report": removed($"{sample.at.quality}/fields/datasets"),
	}
	not frozen(document)
}

test_nothing_trained if {
	datasets.nothing_trained with input as {"models": [{"source": "open_weights"}, {"source": "vendor_api"}]}
	datasets.nothing_trained with input as {"models": []}
}

test_perhaps_something_trained[note] if {
	some note, document in {
		"in house": {"models": [{"source": "open_weights"}, {"source": "in_house"}]},
		"fine-tuned": {"models": [{"source": "fine_tune"}]},
		"not stated": {"models": [{}]},
		"null": {"models": [{"source": null}]},
		"no models stated": {},
		"models null": {"models": null},
		"models as object": {"models": {}},
	}
	not datasets.nothing_trained with input as document
}

listing(datasets_stated) := listed if {
	listed := datasets.listing({"fields": {"datasets": datasets_stated}}, {"id": "loans"})
}

test_first_listing_counts if listing([null, {"id": "x"}, {"id": "loans", "n": 1}, {"id": "loans", "n": 2}]).n == 1

test_no_listing[note] if {
	some note, stated in {
		"empty": [],
		"others": [{"id": "x"}, {}],
		"null": null,
		"text": "loans",
		"object": {"loans": {"id": "loans"}},
		"texts": ["loans"],
	}
	found := [1 | listing(stated)]
	found == []
}

bound(listed, dataset) if {
	element := {"fields": {"datasets": [object.union({"id": "loans"}, listed)]}}
	datasets.binds(element, object.union({"id": "loans"}, dataset))
}

loans := {"digest": {"alg": "sha256", "value": sample.digests.loans}, "version": "1"}

test_binds_by_digest if bound({"digest": sample.digests.loans}, loans)

test_binds_by_version if {
	bound({"version": "1"}, {"version": "1"})
	bound({"version": "1"}, {"version": "1", "digest": null})
}

test_does_not_bind[note] if {
	some note, case in {
		"other digest": [{"digest": sample.digests.manuals}, loans],
		"version, though there is a digest": [{"version": "1"}, loans],
		"other algorithm": [
			{"digest": sample.digests.loans, "version": "1"},
			object.union(loans, {"digest": {"alg": "sha512"}}),
		],
		"other version": [{"version": "2"}, {"version": "1"}],
		"empty version": [{"version": ""}, {"version": ""}],
		"version is no text": [{"version": 1}, {"version": 1}],
		"no version": [{}, {}],
		"null version": [{"version": null}, {"version": null}],
	}
	not bound(case[0], case[1])
}

rank(element, document) := rank if {
	rank := datasets.assertion_rank(element) with input as document
}

checked(digest_ok, signature_ok) := {"facts": {"evidence": {"e": {
	"digest_ok": digest_ok,
	"signature_ok": signature_ok,
}}}}

test_assertions[note] if {
	some note, case in {
		"absent": [{}, 0],
		"null": [{"assertion": null}, 0],
		"unknown": [{"assertion": "x"}, 0],
		"self-declared": [{"assertion": "self_declared"}, 0],
		"tool": [{"assertion": "tool_generated"}, 1],
		"third party": [{"assertion": "third_party"}, 2],
	}
	rank(case[0], {}) == case[1]
}

test_the_gate_verified_it_or_not if {
	element := {"id": "e", "assertion": "gate_verified"}
	rank(element, checked(true, true)) == 3
	rank(element, checked(true, null)) == 0
	rank(element, checked(null, true)) == 0
	rank(element, {}) == 0
}
