package gate.severity_test

import data.gate.severity
import data.testing.machinery

# METADATA
# title: What severity says of a rule, under a rollout
of(rule, document, rollout) := found if {
	found := {
		"would_be": severity.would_be(rule),
		"mode": severity.mode(rule),
		"after_mode": severity.after_mode(rule),
		"blocks_from": severity.blocks_from(rule),
	} with data.catalogue as machinery.catalogue
		with data.iso42001 as {"m": {"when": set()}}
		with data.gate.rules as {}
		with data.policy.rollout as rollout
		with input as document
}

would_be(rule, document) := of(rule, document, {}).would_be

at(tier, environment) := object.union(
	machinery.with_value("classification", "declared_tier", tier),
	{"request": {"environment": environment}},
)

test_the_profile_is_read_at_environment_and_tier if {
	would_be("M-1", at("minimal", "dev")) == "warn"
	would_be("M-1", at("high", "dev")) == "review"
	would_be("M-1", at("critical", "dev")) == "deny"
	would_be("M-1", at("limited", "staging")) == "review"
	would_be("M-1", at("minimal", "prod")) == "deny"
	would_be("M-6", at("minimal", "dev")) == "off"
}

# METADATA
# title: Profile, environment, and what a failure does at minimal, limited, high and critical
cells := [
	["K", "dev", ["warn", "warn", "review", "deny"]],
	["K", "staging", ["review", "review", "deny", "deny"]],
	["K", "prod", ["deny", "deny", "deny", "deny"]],
	["S", "dev", ["off", "warn", "warn", "review"]],
	["S", "staging", ["warn", "warn", "review", "deny"]],
	["S", "prod", ["warn", "review", "deny", "deny"]],
	["A", "dev", ["off", "off", "warn", "warn"]],
	["A", "staging", ["off", "warn", "warn", "review"]],
	["A", "prod", ["off", "warn", "review", "deny"]],
	["O", "dev", ["off", "off", "warn", "warn"]],
	["O", "staging", ["off", "warn", "review", "review"]],
	["O", "prod", ["warn", "review", "deny", "deny"]],
	["I", "dev", ["off", "off", "off", "off"]],
	["I", "staging", ["off", "off", "warn", "warn"]],
	["I", "prod", ["off", "warn", "warn", "review"]],
]

test_each_cell_of_the_profiles if {
	every row in cells {
		[profile, environment, severities] := row
		every place, tier in ["minimal", "limited", "high", "critical"] {
			found := severity.would_be("M-1") with data.catalogue.rules as {"M-1": {"control": "M", "profile": profile}}
				with data.gate.tier.effective as tier
				with data.iso42001 as {}
				with data.gate.rules as {}
				with input as {"request": {"environment": environment}}
			found == severities[place]
		}
	}
	count({[profile, environment] | some [profile, environment, _] in cells}) == 15
}

test_a_lift_that_holds_reads_the_next_tier if {
	would_be("M-6", at("limited", "prod")) == "review"
	would_be("M-6", object.union(at("limited", "prod"), {"system": {"personal_data": "personal"}})) == "deny"
}

test_the_first_condition_that_holds_decides if {
	would_be("M-4", machinery.document) == "review"
	severity.would_be("M-4") == "warn" with data.catalogue as machinery.catalogue
		with data.iso42001 as {"m": {"when": {["M-4", "small"], ["M-1", "small"]}}}
		with data.gate.rules as {}
		with input as machinery.document
}

test_a_rule_that_nothing_is_said_of_denies if {
	severity.would_be("X-1") == "deny" with data.catalogue as machinery.catalogue
		with data.iso42001 as {}
		with data.gate.rules as {}
		with input as machinery.document
	would_be("M-1", object.remove(machinery.document, ["request"])) == "deny"
}

test_without_a_rollout_a_rule_is_enforced if {
	of("M-1", machinery.document, {}) == {
		"would_be": "deny",
		"mode": "enforce",
		"after_mode": "deny",
		"blocks_from": null,
	}
}

test_each_mode_softens_as_the_table_says if {
	every mode, expected in {"enforce": "deny", "warn": "warn", "observe": "off", "off": "off"} {
		found := of("M-1", machinery.document, {"M": {"mode": mode}})
		found.mode == mode
		found.would_be == "deny"
		found.after_mode == expected
		found.blocks_from == null
	}
}

test_each_cell_of_the_modes if {
	expected := {
		"enforce": {"deny": "deny", "review": "review", "warn": "warn", "off": "off"},
		"warn": {"deny": "warn", "review": "warn", "warn": "warn", "off": "off"},
		"observe": {"deny": "off", "review": "off", "warn": "off", "off": "off"},
		"off": {"deny": "off", "review": "off", "warn": "off", "off": "off"},
	}
	every mode, row in expected {
		every letter, before in {"D": "deny", "R": "review", "W": "warn", "-": "off"} {
			found := severity.after_mode("M-1") with data.catalogue.rules as {"M-1": {
				"control": "M",
				"profile": "K",
				"severity": [{"when": "always", "set": letter}],
			}}
				with data.policy.rollout as {"M": {"mode": mode}}
				with data.iso42001 as {}
				with data.gate.rules as {}
				with input as machinery.document
			found == row[before]
		}
	}
}

test_the_rules_that_no_mode_softens if data.tables.MODE.fixed == ["GATE-2", "A.9.4-4"]

test_a_day_counts_in_utc_from_its_first_moment if {
	every now, mode in {
		"2026-11-23T23:59:59.999Z": "warn",
		"2026-11-24T00:00:00Z": "enforce",
		"2027-01-01T00:00:00Z": "enforce",
	} {
		document := machinery.with_value("clock", "now", now)
		of("M-1", document, {"*": {"mode": "enforce", "from": "2026-11-24"}}).mode == mode
	}
}

test_a_control_without_an_entry_takes_the_one_for_all_others if {
	of("M-1", machinery.document, {"*": {"mode": "observe"}, "N": {"mode": "off"}}).mode == "observe"
	of("M-1", machinery.document, {"*": {"mode": "observe"}, "M": {"mode": "warn"}}).mode == "warn"
}

test_until_its_day_a_mode_is_one_step_weaker if {
	every mode, weaker in {"enforce": "warn", "warn": "observe", "observe": "off", "off": "off"} {
		of("M-1", machinery.document, {"M": {"mode": mode, "from": "2026-11-24"}}).mode == weaker
		of("M-1", machinery.document, {"M": {"mode": mode, "from": "2026-11-23"}}).mode == mode
	}
}

test_a_day_is_announced_only_for_what_will_block if {
	of("M-1", machinery.document, {"M": {"mode": "enforce", "from": "2026-11-24"}}).blocks_from == "2026-11-24"
	of("M-4", machinery.document, {"M": {"mode": "enforce", "from": "2026-11-24"}}).blocks_from == "2026-11-24"
	of("M-1", machinery.document, {"M": {"mode": "enforce", "from": "2026-11-23"}}).blocks_from == null
	of("M-1", machinery.document, {"M": {"mode": "warn", "from": "2026-11-24"}}).blocks_from == null
	of("M-1", at("minimal", "dev"), {"M": {"mode": "enforce", "from": "2026-11-24"}}).blocks_from == null
}

test_no_rollout_softens_a_fixed_rule if {
	rollout := {"M": {"mode": "enforce", "from": "2026-11-24"}}
	found := of("M-1", machinery.document, rollout) with data.tables.MODE.fixed as ["M-1"]
	found.mode == "enforce"
	found.after_mode == "deny"
	found.blocks_from == null
}
