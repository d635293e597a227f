# METADATA
# description: A small policy that answers a whole verdict, to try engines with.
package gate

severities := {
	"dev": {"GATE-1": "warn", "M.1-1": "warn", "M.1-2": "off", "M.2-1": "off"},
	"staging": {"GATE-1": "review", "M.1-1": "review", "M.1-2": "warn", "M.2-1": "review"},
	"prod": {"GATE-1": "deny", "M.1-1": "deny", "M.1-2": "review", "M.2-1": "deny"},
}

ranks := {"deny": 0, "review": 1, "warn": 2, "off": 3}

tiers := ["minimal", "limited", "high", "critical"]

needs := {
	"GATE-1": ["classification", "declared_tier"],
	"M.1-1": ["oversight", "roles"],
	"M.1-2": ["oversight", "purpose"],
	"M.2-1": ["data"],
}

missing contains id if {
	some id, path in needs
	object.get(input, path, null) in {null, "", [], {}, set()}
}

missing contains id if {
	some id, path in needs
	not present(path)
}

present(path) if object.get(input, path, "") != ""

passes contains "GATE-1" if input.classification.declared_tier in tiers

passes contains "M.1-1" if {
	every role in input.oversight.roles {
		is_string(role.name)
		"stop" in role.authority
	}
}

passes contains "M.1-2" if {
	is_string(input.oversight.purpose)
	count(split(lower(trim_space(input.oversight.purpose)), " ")) > 2
}

passes contains "M.2-1" if {
	every item in input.data {
		is_number(item.age)
		item.age >= 0
		input.clock.days_since[item.checked] <= 30
		regex.match(`^[a-z0-9-]+$`, item.id)
	}
}

status(id) := "not_applicable" if {
	id == "M.2-1"
	input.request.action == "retire"
} else := "missing" if {
	missing[id]
} else := "pass" if {
	passes[id]
} else := "fail"

results[id] := {"status": status(id), "reason": null} if some id, _ in data.catalogue.rules

found["M.1-1"] := [role.name | some role in input.oversight.roles; not "stop" in role.authority]

found["M.2-1"] := {item.id | some item in input.data; item.age < 0}

findings[id] := finding if {
	some id, result in results
	not result.status in {"pass", "not_applicable"}
	severity := severities[input.request.environment][id]
	severity != "off"
	finding := {
		"rule": id,
		"status": result.status,
		"severity": severity,
		"would_be": severity,
		"mode": "enforce",
		"blocks_from": null,
		"reason": null,
		"waiver": null,
		"pointers": [concat("", ["/", concat("/", needs[id])])],
		"found": object.get(found, id, null),
	}
}

count_of(severity) := count([id | some id, finding in findings; finding.severity == severity])

with_status(status) := count([id | some id, result in results; result.status == status])

summary := object.union(counted, {"off": count(results) - sum([n | some n in counted])})

counted := {
	"deny": count_of("deny"),
	"review": count_of("review"),
	"warn": count_of("warn"),
	"waived": 0,
	"passed": with_status("pass"),
	"not_applicable": with_status("not_applicable"),
}

outcome := "deny" if {
	summary.deny > 0
} else := "needs_review" if {
	summary.review > 0
} else := "allow"

declared := tier if {
	tier := input.classification.declared_tier
	tier in tiers
} else := null

effective := declared if {
	declared != null
} else := "minimal"

reasons := [reason |
	declared != null
	reason := {
		"code": "declared",
		"source": "classification.declared_tier",
		"value": declared,
		"tier": declared,
		"finding": null,
	}
]

order := sort([[ranks[finding.severity], id] | some id, finding in findings])

# METADATA
# entrypoint: true
decision := {
	"release": data.release.id,
	"input": input.facts.decision_id,
	"outcome": outcome,
	"tier": {"declared": declared, "effective": effective, "reasons": reasons},
	"summary": summary,
	"results": results,
	"findings": [findings[place[1]] | some place in order],
	"waivers": [],
} if {
	is_string(input.clock.now)
	severities[input.request.environment]
	input.request.action in {"deploy", "update", "rollback", "retire"}
}
