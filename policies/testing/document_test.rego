# METADATA
# scope: package
# title: Documents for tests
# description: |
#   Dates of test documents are written as what they mean: "10 days ago", "in 30 days". Tests of a rule take `base`,
#   add what the rule reads, and change one thing for each way of failing.
package testing

# METADATA
# title: The document with other values at the top of some blocks; objects are merged, lists replaced
with_blocks(document, blocks) := object.union(document, blocks)

# METADATA
# title: The document with one value replaced, added or taken away (see RFC 6902; value null takes it away)
changed(document, path, value) := json.patch(document, [{"op": "add", "path": path, "value": value}])

removed(document, path) := json.patch(document, [{"op": "remove", "path": path}])

# METADATA
# title: The value that takes away what stands at a pointer
gone := "(gone)"

# METADATA
# title: The document with other values at some pointers; undefined when a pointer leads nowhere
altered(document, changes) := json.patch(document, [operation |
	some pointer, value in changes
	operation := _operation(pointer, value)
])

_operation(pointer, value) := {"op": "remove", "path": pointer} if value == gone

_operation(pointer, value) := {"op": "add", "path": pointer, "value": value} if value != gone

# METADATA
# title: A small system of the declared tier in an environment; nothing is known to be wrong with it
base(tier, environment) := {
	"request": {"environment": environment, "action": "deploy", "regions": ["SE"]},
	"system": {
		"id": "credit-scoring",
		"org_unit": "lending",
		"version": "4.2.0",
		"interacts_with_public": false,
		"generates_content": false,
		"personal_data": "none",
		"decision": {
			"role": "recommends",
			"domain": "none",
			"legal_effect": false,
			"reversibility": "reversible",
			"affected_persons_per_year": 10,
		},
		"vulnerable_groups": [],
	},
	"classification": {"declared_tier": tier},
	"models": [],
	"data": [],
	"evidence": [],
	"facts": facts,
	"clock": clock,
}

# METADATA
# title: The gate knows everybody, found no placeholder and no dangling reference
facts := {
	"decision_id": "00000000-0000-7000-8000-000000000000",
	"text": {},
	"attachments": {},
	"evidence": {},
	"approvals": [],
	"identity": {
		"ada@example.org": {"active": true, "human": true, "roles": [], "authority": null},
		"bo@example.org": {"active": true, "human": true, "roles": ["risk_owner"], "authority": "high"},
		"gone@example.org": {"active": false, "human": true, "roles": [], "authority": null},
		"robot@example.org": {"active": true, "human": false, "roles": [], "authority": null},
	},
	"quality": {},
	"dangling": [],
	"card_score": {},
	"artifacts": {},
	"live": null,
	"staged": [],
	"history": {"denied_90d": {}, "open_conditions": [], "breaches_30d": 0, "incidents_90d": 0, "open_sev1": 0},
	"registries": {},
}

clock := {"now": "2026-11-23T09:00:00Z", "days_since": days_since}

days_since := object.union(
	{$"{n} days ago": n | some n in ages},
	{$"in {n} days": negative(n) | some n in ages},
)

ages := {
	0, 1, 10, 29, 30, 31, 60, 89, 90, 91, 100, 179, 180, 181, 200, 364, 365, 366, 400, 500, 501, 729, 730, 731,
	1000, 1094, 1095, 1096,
}

# METADATA
# title: An approved item of evidence for this system, issued ten days ago; `extra` overrides its fields
item(id, kind, extra) := object.union(
	{
		"id": id,
		"kind": kind,
		"uri": $"https://evidence.example.org/{id}",
		"digest": {"alg": "sha256", "value": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
		"status": "approved",
		"issued_at": "10 days ago",
		"approved_by": {"role": "risk_owner", "person": {"id": "bo@example.org"}, "decision": "approve", "at": "10 days ago"},
		"applies_to": ["credit-scoring"],
		"fields": {},
	},
	extra,
)

# METADATA
# title: The document with further evidence, each item's file checked and signed
with_evidence(document, items) := object.union(document, {
	"evidence": array.concat(document.evidence, items),
	"facts": {"evidence": object.union(
		document.facts.evidence,
		{element.id: {"digest_ok": true, "signature_ok": true} | some element in items},
	)},
})

# METADATA
# title: The document with a text at a pointer measured as so many characters and different words
with_text(document, pointer, chars, words) := object.union(
	document,
	{"facts": {"text": {pointer: {"chars": chars, "words": words}}}},
)

# METADATA
# title: The document with the quality of a text found poor
with_poor_text(document, pointer) := object.union(
	document,
	{"facts": {"quality": {pointer: {"score": 0, "reasons": ["placeholder"]}}}},
)

negative(n) := 0 - n
