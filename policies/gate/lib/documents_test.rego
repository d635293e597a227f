package gate.lib.documents_test

import data.gate.lib.documents

request(kind) := {
	"transparency": {"user_docs": {"evidence_id": "docs"}},
	"evidence": [{"id": "other", "kind": "user_docs"}, {"id": "docs", "kind": kind, "version": "1.4"}],
}

test_the_named_item_is_the_documentation if {
	documents.user_docs.version == "1.4" with input as request("user_docs")
}

test_an_item_of_another_kind_is_not if not documents.user_docs with input as request("policy")

test_without_a_reference_there_is_no_documentation if {
	not documents.user_docs with input as object.remove(request("user_docs"), ["transparency"])
	not documents.user_docs with input as object.remove(request("user_docs"), ["evidence"])
}

test_the_first_two_numbers_count if {
	documents.major_minor("1.4.0") == documents.major_minor("1.4")
	documents.major_minor("1.4.0") == documents.major_minor("1.4.7-rc.1")
	documents.major_minor("1.4.0") != documents.major_minor("1.5.0")
	documents.major_minor("1") != documents.major_minor("1.0")
}

test_without_a_version_there_are_none if {
	every version in ["", null, 1.4, ["1", "4"]] {
		not documents.major_minor(version)
	}
}
