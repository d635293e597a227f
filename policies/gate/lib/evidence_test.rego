package gate.lib.evidence_test

import data.gate.lib.evidence
import data.testing

reference := {"evidence_id": "policy"}

document := testing.with_evidence(testing.base("high", "prod"), [testing.item("policy", "ai_policy", {})])

changed(path, value) := testing.changed(document, $"/evidence/0/{path}", value)

removed(path) := testing.removed(document, $"/evidence/0/{path}")

check(key, value) := testing.changed(document, $"/facts/evidence/policy/{key}", value)

holds(changed_document, tier) if {
	evidence.holds(reference, "ai_policy", 365, ["risk_owner"]) with input as changed_document
		with data.gate.tier.effective as tier
}

test_holds_at_every_tier if {
	every tier in ["minimal", "limited", "high", "critical"] {
		holds(document, tier)
	}
}

test_does_not_hold[note] if {
	some note, changed_document in {
		"no evidence": testing.changed(document, "/evidence", []),
		"evidence absent": testing.removed(document, "/evidence"),
		"evidence is no list": testing.changed(document, "/evidence", {"0": document.evidence[0]}),
		"other id": changed("id", "other"),
		"other kind": changed("kind", "x"),
		"no kind": removed("kind"),
		"draft": changed("status", "draft"),
		"no status": removed("status"),
		"no address": removed("uri"),
		"other scheme": changed("uri", "ftp://example.org/policy"),
		"scheme in upper case": changed("uri", "HTTPS://example.org/policy"),
		"no scheme": changed("uri", "policy"),
		"no colon": changed("uri", "https"),
		"scheme after a plus sign": changed("uri", "x+https://example.org"),
		"address is no text": changed("uri", 7),
		"no digest": removed("digest"),
		"other algorithm": changed("digest/alg", "sha512"),
		"no approval": removed("approved_by"),
		"rejected": changed("approved_by/decision", "reject"),
		"conditional": changed("approved_by/decision", "conditional"),
		"other role": changed("approved_by/role", "peer"),
		"no role": removed("approved_by/role"),
		"approved in the future": changed("approved_by/at", "in 1 days"),
		"approved at no date": changed("approved_by/at", "spring"),
		"no date of approval": removed("approved_by/at"),
		"for another system": changed("applies_to", ["x"]),
		"for nothing": changed("applies_to", []),
		"for what is no list": changed("applies_to", {"0": "*"}),
		"for nobody knows what": removed("applies_to"),
		"too old": changed("issued_at", "366 days ago"),
		"issued in the future": changed("issued_at", "in 1 days"),
		"no date": removed("issued_at"),
		"date is no date": changed("issued_at", "spring"),
		"reviewed in the future": changed("last_reviewed_at", "in 1 days"),
		"reviewed at no date": changed("last_reviewed_at", "spring"),
		"reviewed at no text": changed("last_reviewed_at", {}),
		"issued at no date, reviewed at one": testing.changed(
			changed("issued_at", false),
			"/evidence/0/last_reviewed_at",
			"365 days ago",
		),
		"run out": changed("expires_at", "0 days ago"),
		"end is no date": changed("expires_at", "spring"),
		"other file": check("digest_ok", false),
		"forged": check("signature_ok", false),
	}
	not holds(changed_document, "minimal")
}

test_still_holds[note] if {
	some note, changed_document in {
		"last day": changed("issued_at", "365 days ago"),
		"issued today": changed("issued_at", "0 days ago"),
		"approved today": changed("approved_by/at", "0 days ago"),
		"reviewed since": testing.changed(
			changed("issued_at", "1000 days ago"),
			"/evidence/0/last_reviewed_at", "365 days ago",
		),
		"reviewed, never issued": testing.changed(removed("issued_at"), "/evidence/0/last_reviewed_at", "365 days ago"),
		"ends later": changed("expires_at", "in 1 days"),
		"end null": changed("expires_at", null),
		"for the unit": changed("applies_to", ["x", "lending"]),
		"for everything": changed("applies_to", ["*"]),
		"suffix of the scheme": changed("uri", "git+ssh://example.org/policy"),
	}
	holds(changed_document, "high")
}

test_any_role if {
	evidence.holds(reference, "ai_policy", 365, evidence.any_role) with input as changed("approved_by/role", "peer")
		with data.gate.tier.effective as "high"
}

test_checks_of_the_tier[note] if {
	some note, case in {
		"digest not asked": [check("digest_ok", null), "limited", true],
		"digest asked": [check("digest_ok", null), "high", false],
		"digest as text": [check("digest_ok", "true"), "high", false],
		"signature not asked": [check("signature_ok", null), "high", true],
		"signature asked": [check("signature_ok", null), "critical", false],
		"nothing known": [testing.removed(document, "/facts/evidence/policy"), "high", false],
		"nothing known, nothing asked": [testing.removed(document, "/facts/evidence/policy"), "limited", true],
	}
	held := [1 | holds(case[0], case[1])]
	count(held) == 1 == case[2]
}

test_tier_given if {
	element := document.evidence[0]
	unchecked_document := check("digest_ok", null)
	evidence.good_at(element, "ai_policy", 365, evidence.any_role, "limited") with input as unchecked_document
	not evidence.good_at(element, "ai_policy", 365, evidence.any_role, "high") with input as unchecked_document
}

test_first_item_counts if {
	twice := testing.with_evidence(changed("status", "draft"), [testing.item("policy", "ai_policy", {})])
	not holds(twice, "high")
	nameable := evidence.nameable with input as twice
	[element.status | some element in nameable] == ["draft"]
}

test_no_reference[note] if {
	some note, odd in {"null": null, "empty": {}, "null id": {"evidence_id": null}, "text": "policy"}
	items := [1 | evidence.item(odd)] with input as document
	items == []
}

test_what_is_no_text_names_nothing[note] if {
	some note, id in {"null": null, "number": 7, "list": ["policy"]}
	odd := changed("id", id)
	items := [1 | evidence.item({"evidence_id": id})] with input as odd
	items == []
	evidence.nameable == [] with input as odd
}

test_names if {
	evidence.names(reference, "ai_policy") with input as document
	not evidence.names(reference, "x") with input as document
	not evidence.names({"evidence_id": "other"}, "ai_policy") with input as document
}

test_fields_of_the_kind[note] if {
	with_fields := changed("fields", {"a": 1})
	evidence.fields(reference, "ai_policy") == {"a": 1} with input as with_fields
	some note, changed_document in {
		"other kind": testing.changed(with_fields, "/evidence/0/kind", "x"),
		"no item": testing.changed(with_fields, "/evidence", []),
		"no fields": removed("fields"),
	}
	known := [1 | evidence.fields(reference, "ai_policy")] with input as changed_document
	known == []
}

test_shown if {
	evidence.shown(reference, ["kind", "expires_at"]) == {"kind": "ai_policy"} with input as document
}

stale(changed_document) if {
	evidence.stale(reference, "ai_policy", 365, evidence.any_role) with input as changed_document
		with data.gate.tier.effective as "high"
}

test_stale if {
	stale(changed("issued_at", "366 days ago"))
	stale(changed("expires_at", "0 days ago"))
	not stale(document)
}

test_not_stale_but_wrong[note] if {
	some note, changed_document in {
		"draft": testing.changed(changed("issued_at", "366 days ago"), "/evidence/0/status", "draft"),
		"other file": testing.changed(
			changed("issued_at", "366 days ago"),
			"/facts/evidence/policy/digest_ok", false,
		),
		"issued in the future": changed("issued_at", "in 1 days"),
		"no date": removed("issued_at"),
	}
	not stale(changed_document)
}

lapsed(changed_document) if {
	evidence.lapsed(reference, "ai_policy", 365, evidence.any_role) with input as changed_document
		with data.gate.tier.effective as "high"
}

test_lapsed if {
	lapsed(changed("issued_at", "366 days ago"))
	lapsed(changed("expires_at", "0 days ago"))
	lapsed(changed("issued_at", "in 1 days"))
	lapsed(removed("issued_at"))
	not lapsed(document)
	not lapsed(testing.changed(removed("issued_at"), "/evidence/0/status", "draft"))
	not lapsed(testing.changed(removed("issued_at"), "/facts/evidence/policy/digest_ok", false))
}

unverified(changed_document, tier) if {
	evidence.unverified(reference, "ai_policy", 365, evidence.any_role) with input as changed_document
		with data.gate.tier.effective as tier
}

test_unverified if {
	unverified(check("digest_ok", null), "high")
	unverified(check("signature_ok", null), "critical")
	not unverified(check("digest_ok", null), "limited")
	not unverified(check("digest_ok", false), "high")
	not unverified(document, "high")
	not unverified(testing.changed(check("digest_ok", null), "/evidence/0/status", "draft"), "high")
	not unverified(testing.changed(check("digest_ok", null), "/evidence/0/issued_at", "366 days ago"), "high")
}

unconfirmed(changed_document, tier) if {
	evidence.unconfirmed(reference, "ai_policy", 365, evidence.any_role) with input as changed_document
		with data.gate.tier.effective as tier
}

test_unconfirmed if {
	unconfirmed(check("digest_ok", null), "high")
	unconfirmed(check("digest_ok", false), "minimal")
	unconfirmed(check("signature_ok", false), "minimal")
	unconfirmed(check("signature_ok", null), "critical")
	not unconfirmed(check("digest_ok", null), "limited")
	not unconfirmed(document, "critical")
	not unconfirmed(testing.changed(check("digest_ok", false), "/evidence/0/status", "draft"), "high")
	not unconfirmed(testing.changed(check("digest_ok", false), "/evidence/0/issued_at", "366 days ago"), "high")
}

invalid(changed_document) if {
	evidence.invalid(reference, "ai_policy", 365, evidence.any_role) with input as changed_document
		with data.gate.tier.effective as "high"
}

test_invalid if {
	invalid(check("digest_ok", false))
	invalid(check("signature_ok", false))
	not invalid(check("digest_ok", null))
	not invalid(document)
	not invalid(testing.changed(check("digest_ok", false), "/evidence/0/status", "draft"))
	not invalid(testing.changed(check("digest_ok", false), "/evidence/0/issued_at", "366 days ago"))
}

unchecked(changed_document, tier) if {
	evidence.unchecked(changed_document.evidence[0]) with input as changed_document
		with data.gate.tier.effective as tier
}

test_file_unchecked if {
	evidence.file_unchecked(document.evidence[0]) with input as check("digest_ok", null)
		with data.gate.tier.effective as "high"
	not evidence.file_unchecked(document.evidence[0]) with input as check("digest_ok", null)
		with data.gate.tier.effective as "limited"
	not evidence.file_unchecked(document.evidence[0]) with input as check("signature_ok", null)
		with data.gate.tier.effective as "critical"
}

test_unchecked if {
	unchecked(check("digest_ok", null), "high")
	unchecked(check("signature_ok", null), "critical")
	not unchecked(check("digest_ok", null), "limited")
	not unchecked(check("signature_ok", null), "high")
	not unchecked(check("digest_ok", false), "high")
	not unchecked(document, "critical")
}

but_for_dates(changed_document) if {
	evidence.holds_but_for_dates(reference, "ai_policy", evidence.any_role) with input as changed_document
		with data.gate.tier.effective as "high"
}

test_holds_but_for_its_dates if {
	but_for_dates(document)
	but_for_dates(changed("issued_at", "366 days ago"))
	but_for_dates(changed("expires_at", "1 days ago"))
	not but_for_dates(changed("status", "draft"))
	not but_for_dates(check("digest_ok", null))
}

but_for_checks(changed_document) if {
	evidence.holds_but_for_checks(reference, "ai_policy", 365, evidence.any_role) with input as changed_document
		with data.gate.tier.effective as "high"
}

test_holds_but_for_checks if {
	but_for_checks(document)
	but_for_checks(check("digest_ok", null))
	not but_for_checks(check("digest_ok", false))
	not but_for_checks(changed("status", "draft"))
	not but_for_checks(changed("issued_at", "366 days ago"))
}

mistaken(named, kind, changed_document) if {
	evidence.mistaken(named, kind) with input as changed_document with data.gate.tier.effective as "high"
}

test_mistaken[note] if {
	some note, case in {
		"names nothing": [{"evidence_id": "elsewhere"}, document],
		"absent": [evidence.no_reference, document],
		"text": ["policy", document],
		"no id": [{}, document],
		"no evidence": [reference, removed("id")],
		"other kind": [reference, changed("kind", "x")],
		"other file": [reference, check("digest_ok", false)],
		"forged": [reference, check("signature_ok", false)],
		"forged and too old": [reference, testing.changed(
			changed("issued_at", "366 days ago"),
			"/facts/evidence/policy/signature_ok", false,
		)],
	}
	mistaken(case[0], "ai_policy", case[1])
}

test_not_mistaken if {
	not mistaken(reference, "ai_policy", document)
	not mistaken(reference, "ai_policy", check("digest_ok", null))
	not mistaken(reference, "ai_policy", changed("status", "draft"))
}

held(changed_document) := [element.id | some element in items] if {
	items := evidence.holding("ai_policy", 365) with input as changed_document
		with data.gate.tier.effective as "high"
}

second(extra) := testing.with_evidence(document, [testing.item("second", "ai_policy", extra)])

test_all_that_hold if {
	held(document) == ["policy"]
	held(second({})) == ["policy", "second"]
	held(second({"status": "draft"})) == ["policy"]
	held(second({"kind": "x"})) == ["policy"]
	held(second({"id": "policy"})) == ["policy"]
	held(second({"issued_at": "366 days ago"})) == ["policy"]
	held(changed("status", "draft")) == []
	held(removed("id")) == []
	held(testing.removed(document, "/evidence")) == []
}

# The first item of an id is the one that counts, also when it does not hold and a later one would.
test_a_later_item_of_an_id_holds_nothing if {
	held(testing.with_evidence(changed("status", "draft"), [testing.item("policy", "ai_policy", {})])) == []
}

test_place if {
	evidence.place(reference) == 0 with input as document
	evidence.place({"evidence_id": "second"}) == 1 with input as second({})
	[1 | evidence.place({"evidence_id": "elsewhere"})] == [] with input as document
}
