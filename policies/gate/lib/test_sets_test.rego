package gate.lib.test_sets_test

import data.gate.lib.test_sets

dataset(id, role, value) := {"id": id, "role": role, "digest": {"alg": "sha256", "value": value}}

document := {"data": [
	dataset("train", ["train"], "aa"),
	dataset("tune", ["fine_tune", "rag"], "bb"),
	dataset("test", ["test"], "cc"),
	dataset("both", ["train", "test"], "dd"),
	dataset("copy", ["test"], "aa"),
	dataset("check", ["validate"], "ee"),
]}

test_training_data if {
	test_sets.training == {"train", "tune", "both"} with input as document
	test_sets.training == set() with input as {}
}

test_held_out_data if {
	test_sets.held_out == {"test"} with input as document
	test_sets.held_out == set() with input as {}
}

# Without a digest nothing shows that the data are the same.
test_without_digests_only_roles_count if {
	test_sets.held_out == {"test"} with input as {"data": [
		{"id": "train", "role": ["train"]},
		{"id": "test", "role": ["test"]},
		{"id": "empty", "role": []},
		{"id": "null", "role": null},
		{"id": "text", "role": "test"},
		{"id": "object", "role": {"0": "test"}},
	]}
}

test_empty_digests_are_not_the_same if {
	test_sets.held_out == {"test"} with input as {"data": [
		dataset("train", ["train"], ""),
		dataset("test", ["test"], ""),
	]}
}
