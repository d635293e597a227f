package gate.lib.requirements_test

import data.gate.lib.requirements

requirement := {"id": "R1", "objective": "safety", "metric": "auc", "op": ">=", "threshold": 0.8}

changed(extra) := object.union(requirement, extra)

test_measurable if {
	requirements.measurable(requirement)
	requirements.measurable(changed({"threshold": 0}))
	every op in [">=", ">", "<=", "<", "=="] {
		requirements.measurable(changed({"op": op}))
	}
}

test_not_measurable if {
	every extra in [
		{"metric": ""}, {"metric": " "}, {"metric": null}, {"metric": 7},
		{"op": "between"}, {"op": ""}, {"op": null},
		{"threshold": "0.8"}, {"threshold": null}, {"threshold": true},
	] {
		not requirements.measurable(changed(extra))
	}
	every key in ["metric", "op", "threshold"] {
		not requirements.measurable(object.remove(requirement, [key]))
	}
}

test_objectives if {
	requirements.objectives == {"safety", "fairness"} with input as {"requirements": {"items": [
		requirement,
		changed({"objective": "fairness"}),
		changed({"objective": "security", "threshold": null}),
		object.remove(requirement, ["objective"]),
	]}}
	requirements.objectives == set() with input as {}
}

test_meets[op] if {
	some op, case in {
		">=": [[0.8, 0.9], [0.7]],
		">": [[0.9], [0.8, 0.7]],
		"<=": [[0.8, 0.7], [0.9]],
		"<": [[0.7], [0.8, 0.9]],
		"==": [[0.8], [0.7, 0.9]],
	}
	[met, missed] := case
	every value in met {
		requirements.meets(value, changed({"op": op}))
	}
	every value in array.concat(missed, [null, "0.8", "z", true, [], {}]) {
		not requirements.meets(value, changed({"op": op}))
	}
	every threshold in [null, "0.8", "", []] {
		not requirements.meets(0.8, changed({"op": op, "threshold": threshold}))
	}
}

test_no_other_comparison if not requirements.meets(0.8, changed({"op": "between"}))
