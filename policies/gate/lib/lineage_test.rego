package gate.lib.lineage_test

import data.gate.lib.lineage
import data.testing

digest(letter) := {"alg": "sha256", "value": concat("", [letter | some _ in numbers.range(1, 64)])}

step(made, taken, date) := {
	"at": date,
	"output_digest": digest(made),
	"input_digests": [digest(letter) | some letter in taken],
}

unbroken(chain, last) if {
	lineage.unbroken({"provenance": {"chain": chain}, "digest": digest(last)}) with input as testing.base("high", "prod")
}

test_unbroken if {
	unbroken([step("a", [], "60 days ago")], "a")
	unbroken([step("a", [], "60 days ago"), step("b", ["a"], "60 days ago")], "b")
	unbroken(
		[step("a", [], "90 days ago"), step("b", ["f", "a"], "60 days ago"), step("c", ["a"], "31 days ago")],
		"c",
	)
}

test_broken[note] if {
	some note, case in {
		"empty": [[], "a"],
		"null": [null, "a"],
		"ends elsewhere": [[step("a", [], "60 days ago")], "b"],
		"out of order": [[step("a", [], "31 days ago"), step("b", ["a"], "60 days ago")], "b"],
		"no date": [[step("a", [], "60 days ago"), step("b", ["a"], null)], "b"],
		"takes nothing": [[step("a", [], "60 days ago"), step("b", [], "31 days ago")], "b"],
		"takes its own result": [[step("a", [], "60 days ago"), step("b", ["b"], "31 days ago")], "b"],
		"takes a later result": [
			[step("a", [], "60 days ago"), step("b", ["c"], "31 days ago"), step("c", ["a"], "30 days ago")],
			"c",
		],
	}
	not unbroken(case[0], case[1])
}

attested(chain, tier) if {
	lineage.attested(chain) with data.gate.tier.effective as tier with input as {
		"evidence": [{"id": "seal", "kind": "lineage_attestation", "status": "approved"}],
		"facts": {"evidence": {"seal": {"digest_ok": true, "signature_ok": true}}},
	}
}

test_attested_at_critical if {
	attested([{"attestation": "seal"}, {"attestation": "seal"}], "critical")
	not attested([{"attestation": "seal"}, {}], "critical")
	not attested([{"attestation": "seal"}, {"attestation": "x"}], "critical")
	attested([{}], "high")
}
