# METADATA
# scope: package
# title: A small catalogue for tests of the machinery
# description: |
#   Control M with six rules: 1 needs a plain path; 2 needs a path in every element of a list; 3 speaks about some
#   elements of the list; 4 has a severity of its own; 5 is asked at the high tiers, in production and on deployment
#   alone; 6 is lifted.
package testing.machinery

# METADATA
# title: As `data.catalogue`
catalogue := {
	"rules": {
		"M-1": entry(0, {"needs": ["system.purpose"], "found": ["system.purpose", "facts.dangling"]}),
		"M-2": entry(1, {"needs": ["data[]", "data[].licence"], "found": ["data[].id"]}),
		"M-3": entry(2, {
			"each": "data[]",
			"needs": ["data[].licence", "system.purpose"],
			"found": ["data[].id", "data[].chain[].step", "models[].id"],
		}),
		"M-4": entry(3, {"severity": [{"when": "small", "set": "W"}, {"when": "always", "set": "R"}]}),
		"M-5": entry(4, {"needs": [], "found": ["system.purpose"]}),
		"M-6": entry(5, {"profile": "S", "lift": "personal_data"}),
	},
	"outside": {
		"tiers": {"minimal": ["M-5"], "limited": ["M-5"], "high": [], "critical": []},
		"envs": {"dev": ["M-5"], "staging": ["M-5"], "prod": []},
		"actions": {"deploy": [], "update": ["M-5"], "rollback": ["M-1", "M-5"], "retire": ["M-5"]},
	},
	"each": {"data[]": ["M-3"]},
	"annex_a": {"M": ["M-1", "M-2", "M-3", "M-4", "M-5", "M-6"]},
	"unwaivable": ["M-4"],
}

entry(order, extra) := object.union(
	{"control": "M", "profile": "K", "order": order, "needs": [], "found": []},
	extra,
)

# METADATA
# title: As `data.paths`
paths := {
	"known": {
		"system.purpose": {"parts": ["system", "purpose"], "pointer": "/system/purpose"},
		"facts.dangling": {"parts": ["facts", "dangling"]},
		"data[]": {"list": "data[]", "parts": [], "pointer": ""},
		"data[].licence": {"list": "data[]", "parts": ["licence"], "pointer": "/licence"},
		"data[].id": {"list": "data[]", "parts": ["id"], "pointer": "/id"},
		"data[].chain[].step": {"list": "data[]", "parts": ["chain"], "inner": ["step"], "pointer": "/chain"},
		"models[].id": {"list": "models[]", "parts": ["id"], "pointer": "/id"},
	},
	"lists": {
		"data[]": {"parts": ["data"], "pointer": "/data"},
		"models[]": {"parts": ["models"], "pointer": "/models"},
	},
	"asked": {
		"plain": [["system.purpose", ["system", "purpose"]]],
		"lists": {"data[]": ["data[]", "data[].licence"]},
		"elements": {"data[]": [["data[].licence", ["licence"]]]},
	},
	"needed_by": {
		"system.purpose": {"whole": ["M-1", "M-3"], "selected": []},
		"data[]": {"whole": ["M-2"], "selected": []},
		"data[].licence": {"whole": ["M-2"], "selected": ["M-3"]},
	},
}

# METADATA
# title: As `input`; nothing is missing
document := {
	"request": {"environment": "prod", "action": "deploy"},
	"classification": {"declared_tier": "high"},
	"system": {"purpose": "Sorts mail.", "personal_data": "none"},
	"data": [
		{"id": "a", "licence": "MIT", "personal_data": "none", "chain": [{"step": "x"}, {"step": "y"}]},
		{"id": "b", "licence": "MIT", "personal_data": "none"},
	],
	"facts": {"decision_id": "d", "quality": {}, "dangling": []},
	"clock": {"now": "2026-11-23T09:00:00Z", "days_since": {}},
}

# METADATA
# title: As a control of `data.iso42001`; every rule is proved
proofs := {"passes": {"M-1", "M-2", "M-3", "M-4", "M-5", "M-6"}}

# METADATA
# title: The document with a value at a path of two
with_value(block, field, value) := object.union(document, {block: {field: value}})

# METADATA
# title: The document with another list of data
with_data(list) := object.union(object.remove(document, ["data"]), {"data": list})
