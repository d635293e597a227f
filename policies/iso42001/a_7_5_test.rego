package iso42001.a_7_5_test

import data.iso42001.a_7_5 as control
import data.testing
import data.testing.data_document as sample

passes(rule, document, tier) if rule in control.passes with input as document with data.gate.tier.effective as tier

refused(rule, document, tier) if not passes(rule, document, tier)

exempt(what, document, tier) if what in control.exempt with input as document with data.gate.tier.effective as tier

asked(what, document, tier) if not exempt(what, document, tier)

stale(rule, document, tier) if rule in control.stale with input as document with data.gate.tier.effective as tier

unverified(rule, document, tier) if {
	rule in control.unverified with input as document with data.gate.tier.effective as tier
}

invalid(rule, document, tier) if rule in control.invalid with input as document with data.gate.tier.effective as tier

found(rule, document) := shown if {
	shown := control.found[rule] with input as document with data.gate.tier.effective as "high"
}

changed(path, value) := testing.changed(sample.document, path, value)

removed(path) := testing.removed(sample.document, path)

test_every_rule_passes[note] if {
	some note, case in {
		"chain": ["A.7.5-1", "critical"],
		"record": ["A.7.5-2", "critical"],
		"refresh": ["A.7.5-3", "critical"],
		"synthetic": ["A.7.5-4", "critical"],
	}
	passes(case[0], synthetic, case[1])
}

test_every_rule_needs_a_dataset[note] if {
	some note, rule in {
		"chain": "A.7.5-1",
		"record": "A.7.5-2",
		"refresh": "A.7.5-3",
		"synthetic": "A.7.5-4",
	}
	refused(rule, changed("/data", []), "high")
}

chain := "/data/1/provenance/chain"

lineage := sample.at.lineage

chained(steps) := changed(chain, steps)

step(output, inputs, date) := {
	"step": "join",
	"actor": "joiner",
	"at": date,
	"input_digests": [{"alg": "sha256", "value": value} | some value in inputs],
	"output_digest": {"alg": "sha256", "value": output},
}

a := "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

b := "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

last := sample.digests["held-out"]

test_chain_refused[note] if {
	some note, document in {
		"no provenance": removed("/data/1/provenance"),
		"no chain": removed(chain),
		"empty chain": changed(chain, []),
		"no step": removed($"{chain}/0/step"),
		"empty step": changed($"{chain}/0/step", ""),
		"step is a placeholder": testing.with_poor_text(sample.document, $"{chain}/0/step"),
		"no actor": removed($"{chain}/1/actor"),
		"actor is no text": changed($"{chain}/1/actor", 7),
		"actor is a placeholder": testing.with_poor_text(sample.document, $"{chain}/1/actor"),
		"no date": removed($"{chain}/0/at"),
		"date ahead": changed($"{chain}/1/at", "in 1 days"),
		"out of order": changed($"{chain}/1/at", "90 days ago"),
		"no output": removed($"{chain}/0/output_digest"),
		"other algorithm": chained([object.union(
			step(last, [], "60 days ago"),
			{"output_digest": {"alg": "sha512", "value": last}},
		)]),
		"other algorithm on the way": chained([
			object.union(step(a, [], "60 days ago"), {"output_digest": {"alg": "sha512", "value": a}}),
			object.union(
				step(last, [], "31 days ago"),
				{"input_digests": [{"alg": "sha512", "value": a}]},
			),
		]),
		"no inputs": removed($"{chain}/1/input_digests"),
		"unknown inputs": chained([step(a, [], "60 days ago"), step(last, [b], "31 days ago")]),
		"own output as input": chained([step(a, [], "60 days ago"), step(last, [last], "31 days ago")]),
		"second source inside the chain": chained([
			step(a, [], "60 days ago"),
			step(b, [], "60 days ago"),
			step(last, [b, a], "31 days ago"),
		]),
		"third step hangs in the air": chained([
			step(a, [], "60 days ago"),
			step(b, [a], "31 days ago"),
			step(last, [last], "30 days ago"),
		]),
		"ends in another digest": chained([step(a, [], "60 days ago")]),
		"no digest": removed("/data/1/digest"),
		"no lineage": removed("/data/1/provenance/lineage"),
		"lineage is nothing": changed("/data/1/provenance/lineage/evidence_id", "elsewhere"),
		"other kind": changed($"{lineage}/kind", "policy"),
		"too old": changed($"{lineage}/issued_at", "1096 days ago"),
		"self-declared": changed($"{lineage}/assertion", "self_declared"),
		"assertion unknown": changed($"{lineage}/assertion", "x"),
		"no assertion": removed($"{lineage}/assertion"),
	}
	refused("A.7.5-1", document, "high")
}

test_chain_passes[note] if {
	some note, document in {
		"source alone": chained([step(last, [], "60 days ago")]),
		"source with an external input": chained([step(last, [b], "60 days ago")]),
		"last step continues the first": chained([
			step(a, [], "60 days ago"),
			step(b, [a], "60 days ago"),
			step(last, [a], "31 days ago"),
		]),
		"merge with external data": chained([step(a, [], "60 days ago"), step(last, [b, a], "60 days ago")]),
		"as old as may be": changed($"{lineage}/issued_at", "1095 days ago"),
		"reported by a tool": changed($"{lineage}/assertion", "tool_generated"),
		"no attestation": removed($"{chain}/0/attestation"),
	}
	passes("A.7.5-1", document, "high")
}

test_chain_at_critical[note] if {
	some note, document in {
		"reported by a tool": changed($"{lineage}/assertion", "tool_generated"),
		"no attestation": removed($"{chain}/1/attestation"),
		"attestation is nothing": changed($"{chain}/1/attestation", "elsewhere"),
		"other kind": changed($"{sample.at.attestation}/kind", "policy"),
		"draft": changed($"{sample.at.attestation}/status", "draft"),
		"not checked": changed($"{sample.checked.attestation}/digest_ok", null),
		"not signed": changed($"{sample.checked.attestation}/signature_ok", null),
	}
	refused("A.7.5-1", document, "critical")
}

# Personal data lifts the row to critical, not the effective tier.
test_chain_of_personal_data_is_not_attested if {
	passes("A.7.5-1", testing.removed(sample.personal, $"{chain}/1/attestation"), "high")
	passes("A.7.5-1", testing.changed(sample.personal, $"{lineage}/assertion", "tool_generated"), "high")
}

test_chain_exempt if {
	exempt("A.7.5-1", sample.document, "limited")
	asked("A.7.5-1", sample.personal, "limited")
	exempt(["A.7.5-1", 2], sample.document, "high")
	asked(["A.7.5-1", 1], sample.document, "high")
	asked(["A.7.5-1", 2], changed("/data/2/role", []), "high")
}

test_chain_stale if {
	stale("A.7.5-1", changed($"{lineage}/issued_at", "1096 days ago"), "high")
	not stale("A.7.5-1", changed($"{lineage}/status", "draft"), "high")
}

test_chain_unverified[note] if {
	some note, document in {
		"self-declared": changed($"{lineage}/assertion", "self_declared"),
		"lineage not checked": changed($"{sample.checked.lineage}/digest_ok", null),
		"attestation not signed": changed($"{sample.checked.attestation}/signature_ok", null),
	}
	unverified("A.7.5-1", document, "critical")
}

test_chain_not_unverified if {
	document := changed($"{lineage}/status", "draft")
	not unverified("A.7.5-1", document, "critical")
	not unverified("A.7.5-1", testing.changed(document, $"{sample.checked.attestation}/digest_ok", null), "high")
}

test_chain_invalid[note] if {
	some note, document in {
		"out of order": changed($"{chain}/1/at", "90 days ago"),
		"broken": removed($"{chain}/1/input_digests"),
		"ends in another digest": chained([step(a, [], "60 days ago")]),
	}
	invalid("A.7.5-1", document, "high")
}

test_chain_not_invalid if not invalid("A.7.5-1", changed($"{lineage}/status", "draft"), "high")

test_assertions_shown if {
	found("A.7.5-1", sample.document).lineage == [
		{"dataset": "loans", "assertion": "third_party"},
		{"dataset": "held-out", "assertion": "third_party"},
	]
}

imported := json.patch(sample.document, [
	{"op": "remove", "path": "/data/1/provenance/record_uri"},
	{"op": "add", "path": "/data/1/source_ref", "value": {"format": "croissant", "import_id": "card"}},
	{"op": "add", "path": "/imports", "value": [
		{"id": "bom", "format": "cyclonedx", "digest": {"alg": "sha256", "value": b}},
		{"id": "card", "format": "croissant", "digest": {"alg": "sha256", "value": a}},
	]},
	{"op": "add", "path": "/facts/attachments/card", "value": {"digest": $"sha256:{a}", "valid": true}},
])

test_record_refused[note] if {
	some note, document in {
		"neither version nor digest": json.patch(sample.document, [
			{"op": "remove", "path": "/data/1/version"},
			{"op": "remove", "path": "/data/1/digest"},
		]),
		"empty version, other digest": json.patch(sample.document, [
			{"op": "replace", "path": "/data/1/version", "value": ""},
			{"op": "replace", "path": "/data/1/digest/alg", "value": "sha512"},
		]),
		"no record": removed("/data/1/provenance/record_uri"),
		"record elsewhere": changed("/data/1/provenance/record_uri", "https://example.org"),
		"other kind": changed($"{sample.at.record}/kind", "policy"),
		"draft": changed($"{sample.at.record}/status", "draft"),
		"not checked": changed($"{sample.checked.record}/digest_ok", null),
		"no facts": removed(sample.checked.record),
		"nothing imported": testing.removed(imported, "/imports"),
		"other import": testing.changed(imported, "/data/1/source_ref/import_id", "bom"),
		"unknown import": testing.changed(imported, "/data/1/source_ref/import_id", "x"),
		"format without a record": json.patch(imported, [
			{"op": "replace", "path": "/data/1/source_ref/format", "value": "manual"},
			{"op": "replace", "path": "/imports/1/format", "value": "manual"},
		]),
		"not valid": testing.changed(imported, "/facts/attachments/card/valid", false),
		"valid as text": testing.changed(imported, "/facts/attachments/card/valid", "true"),
		"attachment absent": testing.removed(imported, "/facts/attachments/card"),
		"other file": testing.changed(imported, "/facts/attachments/card/digest", $"sha256:{b}"),
		"other algorithm": json.patch(imported, [
			{"op": "replace", "path": "/imports/1/digest/alg", "value": "sha512"},
			{"op": "replace", "path": "/facts/attachments/card/digest", "value": $"sha512:{a}"},
		]),
	}
	refused("A.7.5-2", document, "high")
}

test_record_passes[note] if {
	some note, document in {
		"imported": imported,
		"version without a digest": removed("/data/1/digest"),
		"digest without a version": removed("/data/1/version"),
	}
	passes("A.7.5-2", document, "high")
}

test_no_record_asked_at_limited if {
	passes("A.7.5-2", removed("/data/1/provenance/record_uri"), "limited")
	refused("A.7.5-2", testing.removed(sample.personal, "/data/1/provenance/record_uri"), "limited")
}

test_record_exempt if {
	exempt("A.7.5-2", sample.document, "minimal")
	asked("A.7.5-2", sample.personal, "minimal")
	exempt(["A.7.5-2", 2], changed("/data/2/role", ["production_input"]), "high")
	asked(["A.7.5-2", 2], sample.document, "high")
}

test_record_unverified[note] if {
	some note, document in {
		"not checked": changed($"{sample.checked.record}/digest_ok", null),
		"no facts": removed(sample.checked.record),
		"attachment absent": testing.removed(imported, "/facts/attachments/card"),
		"not validated": testing.changed(imported, "/facts/attachments/card/valid", null),
	}
	unverified("A.7.5-2", document, "high")
}

test_record_not_unverified[note] if {
	some note, document in {
		"none named": removed("/data/1/provenance/record_uri"),
		"recorded otherwise": testing.changed(
			removed("/data/0/provenance/record_uri"),
			"/data/1/source_ref", {"format": "croissant", "import_id": "card"},
		),
		"only read": json.patch(sample.document, [
			{"op": "remove", "path": "/data/0/provenance/record_uri"},
			{"op": "replace", "path": "/data/2/role", "value": ["production_input"]},
			{"op": "remove", "path": "/data/2/provenance/record_uri"},
			{"op": "add", "path": "/data/2/source_ref", "value": {"format": "croissant", "import_id": "card"}},
		]),
		"refuted": changed($"{sample.checked.record}/digest_ok", false),
		"not valid": testing.changed(imported, "/facts/attachments/card/valid", false),
	}
	not unverified("A.7.5-2", document, "high")
}

listing := $"{lineage}/fields/datasets/{place}" if {
	some place, listed in sample.listings
	listed.id == "manuals"
}

test_refresh_refused[note] if {
	some note, document in {
		"no lineage": removed("/data/2/provenance/lineage"),
		"too old": changed($"{lineage}/issued_at", "1096 days ago"),
		"other kind": changed($"{lineage}/kind", "policy"),
		"not in the lineage": removed(listing),
		"no owner": removed($"{listing}/owner"),
		"empty owner": changed($"{listing}/owner", ""),
		"owner has left": changed($"{listing}/owner", "gone@example.org"),
		"owner unknown": changed($"{listing}/owner", "nobody@example.org"),
		"nobody known": changed("/facts/identity", null),
		"no cadence": removed($"{listing}/refresh_days"),
		"cadence as text": changed($"{listing}/refresh_days", "7"),
		"cadence negative": changed($"{listing}/refresh_days", -1),
		"not refreshed": changed("/data/2/quality/timeliness_days", 8),
		"age unknown": removed("/data/2/quality/timeliness_days"),
		"age null": changed("/data/2/quality/timeliness_days", null),
		"age negative": changed("/data/2/quality/timeliness_days", -1),
		"second dataset": changed("/data/1", object.union(
			sample.document.data[1],
			{"role": ["rag"], "quality": {"timeliness_days": 8}},
		)),
	}
	refused("A.7.5-3", document, "high")
}

test_owner_is_named_at_every_tier if {
	refused("A.7.5-3", changed($"{listing}/owner", ""), "limited")
	refused("A.7.5-3", changed($"{listing}/owner", 7), "limited")
}

test_cadence_of_input_is_no_negative_number if {
	document := changed("/data/2/role", ["production_input"])
	passes("A.7.5-3", testing.changed(document, $"{listing}/refresh_days", 0), "high")
	refused("A.7.5-3", testing.changed(document, $"{listing}/refresh_days", -1), "high")
}

test_owner_need_not_be_known_below_high if {
	passes("A.7.5-3", changed($"{listing}/owner", "nobody@example.org"), "limited")
	passes("A.7.5-3", testing.changed(sample.personal, "/facts/identity", null), "limited")
}

test_input_has_no_age[note] if {
	some note, document in {
		"production input": json.patch(sample.document, [
			{"op": "replace", "path": "/data/2/role", "value": ["production_input"]},
			{"op": "remove", "path": "/data/2/quality/timeliness_days"},
		]),
		"no role": json.patch(sample.document, [
			{"op": "replace", "path": "/data/2/role", "value": []},
			{"op": "remove", "path": "/data/2/quality/timeliness_days"},
		]),
		"role absent": json.patch(sample.document, [
			{"op": "remove", "path": "/data/2/role"},
			{"op": "remove", "path": "/data/2/quality/timeliness_days"},
		]),
	}
	passes("A.7.5-3", document, "high")
}

test_refresh_exempt if {
	exempt("A.7.5-3", sample.document, "minimal")
	asked("A.7.5-3", sample.personal, "minimal")
	exempt(["A.7.5-3", 1], sample.document, "high")
	asked(["A.7.5-3", 2], sample.document, "high")
	asked(["A.7.5-3", 1], changed("/data/1/role", ["test", "production_input"]), "high")
	asked(["A.7.5-3", 1], changed("/data/1/role", []), "high")
}

test_refresh_stale if {
	stale("A.7.5-3", changed("/data/2/quality/timeliness_days", 8), "high")
	stale("A.7.5-3", changed($"{lineage}/issued_at", "1096 days ago"), "high")
	not stale("A.7.5-3", removed($"{listing}/owner"), "high")
	other := testing.with_evidence(
		changed("/data/1/provenance/lineage/evidence_id", "other"),
		[testing.item("other", "data_lineage", {"issued_at": "1096 days ago"})],
	)
	not stale("A.7.5-3", other, "high")
}

test_refresh_unverified if {
	unverified("A.7.5-3", changed("/facts/identity", null), "high")
	not unverified("A.7.5-3", changed("/facts/identity", null), "limited")
	not unverified("A.7.5-3", changed($"{listing}/owner", "gone@example.org"), "high")
}

test_owners_shown if {
	found("A.7.5-3", sample.document).lineage == [{
		"dataset": "manuals",
		"owner": "ada@example.org",
		"refresh_days": 7,
	}]
}

synthetic := made_by("scorer")

made_by(source) := json.patch(sample.document, [
	{"op": "replace", "path": "/data/0/synthetic", "value": true},
	{"op": "replace", "path": "/data/0/acquisition/method", "value": "synthetic"},
	{"op": "replace", "path": "/data/0/acquisition/source", "value": source},
])

test_synthetic_refused[note] if {
	some note, document in {
		"unknown generator": made_by("somebody"),
		"empty name": json.patch(made_by(""), [{"op": "add", "path": "/suppliers/0/id", "value": ""}]),
		"no source": testing.removed(synthetic, "/data/0/acquisition/source"),
		"said not to be": testing.changed(synthetic, "/data/0/synthetic", false),
		"true as text": testing.changed(synthetic, "/data/0/synthetic", "true"),
		"not stated": testing.removed(synthetic, "/data/1/synthetic"),
		"not stated, with a known actor": testing.removed(
			testing.changed(synthetic, "/data/1/provenance/chain/0/actor", "generator"),
			"/data/1/synthetic",
		),
		"second dataset": testing.changed(synthetic, "/data/1/synthetic", true),
		"nothing synthetic": sample.document,
	}
	refused("A.7.5-4", document, "high")
}

test_generators[note] if {
	some note, document in {
		"model": synthetic,
		"tool": made_by("generator"),
		"package of the tool": made_by("pkg:pypi/generator@1"),
		"supplier": made_by("bureau"),
		"actor of a step": testing.changed(made_by("somebody"), "/data/0/provenance/chain/0/actor", "scorer"),
		"actor without a source": json.patch(synthetic, [
			{"op": "remove", "path": "/data/0/acquisition/source"},
			{"op": "replace", "path": "/data/0/provenance/chain/1/actor", "value": "generator"},
		]),
		"no chain": testing.removed(synthetic, "/data/0/provenance"),
	}
	passes("A.7.5-4", document, "high")
}

test_synthetic_exempt if {
	exempt(["A.7.5-4", 0], sample.document, "high")
	exempt(["A.7.5-4", 0], removed("/data/0/acquisition/method"), "high")
	asked(["A.7.5-4", 0], synthetic, "high")
	asked(["A.7.5-4", 0], removed("/data/0/synthetic"), "high")
	asked(["A.7.5-4", 0], changed("/data/0/synthetic", "false"), "high")
	asked(["A.7.5-4", 0], testing.changed(synthetic, "/data/0/synthetic", false), "high")
}

test_synthetic_invalid if {
	invalid("A.7.5-4", testing.changed(synthetic, "/data/0/synthetic", false), "high")
	not invalid("A.7.5-4", made_by("somebody"), "high")
}
