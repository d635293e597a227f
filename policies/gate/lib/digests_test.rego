package gate.lib.digests_test

import data.gate.lib.digests

a := "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

test_sha256 if digests.sha256({"alg": "sha256", "value": a})

test_not_sha256[note] if {
	some note, digest in {
		"other algorithm": {"alg": "sha512", "value": a},
		"no algorithm": {"value": a},
		"no value": {"alg": "sha256"},
		"upper case": {"alg": "sha256", "value": upper(a)},
		"63 characters": {"alg": "sha256", "value": substring(a, 0, 63)},
		"65 characters": {"alg": "sha256", "value": $"{a}a"},
		"line break at the end": {"alg": "sha256", "value": $"{a}\n"},
		"other characters": {"alg": "sha256", "value": $"{substring(a, 0, 63)}g"},
		"not a text": {"alg": "sha256", "value": 7},
		"null": null,
		"text": a,
	}
	not digests.sha256(digest)
}

test_well_formed if {
	digests.well_formed({"alg": "sha256", "value": a})
	digests.well_formed({"alg": "sha384", "value": concat("", [a, substring(a, 0, 32)])})
	digests.well_formed({"alg": "sha512", "value": concat("", [a, a])})
}

test_not_well_formed[note] if {
	some note, digest in {
		"length of another algorithm": {"alg": "sha512", "value": a},
		"unknown algorithm": {"alg": "md5", "value": a},
		"no algorithm": {"value": a},
		"null algorithm": {"alg": null, "value": a},
		"no value": {"alg": "sha256"},
		"upper case": {"alg": "sha256", "value": upper(a)},
		"63 characters": {"alg": "sha256", "value": substring(a, 0, 63)},
		"65 characters": {"alg": "sha256", "value": $"{a}a"},
		"line break at the end": {"alg": "sha256", "value": $"{substring(a, 0, 63)}\n"},
		"other characters": {"alg": "sha256", "value": $"{substring(a, 0, 63)}g"},
		"list": {"alg": "sha256", "value": numbers.range(1, 64)},
		"null": null,
		"text": a,
	}
	not digests.well_formed(digest)
}

test_same if digests.same({"alg": "sha512", "value": "x"}, {"alg": "sha512", "value": "x"})

test_not_same[note] if {
	some note, pair in {
		"other algorithm": [{"alg": "sha256", "value": "x"}, {"alg": "sha512", "value": "x"}],
		"other value": [{"alg": "sha256", "value": "x"}, {"alg": "sha256", "value": "y"}],
		"empty value": [{"alg": "sha256", "value": ""}, {"alg": "sha256", "value": ""}],
		"null values": [{"alg": "sha256", "value": null}, {"alg": "sha256", "value": null}],
		"null algorithms": [{"alg": null, "value": "x"}, {"alg": null, "value": "x"}],
		"no algorithms": [{"value": "x"}, {"value": "x"}],
		"no digests": [{}, {}],
		"null": [null, null],
	}
	not digests.same(pair[0], pair[1])
}

test_text if digests.text({"alg": "sha256", "value": "x"}) == "sha256:x"
