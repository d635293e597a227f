# METADATA
# scope: package
# title: How the system is taken back to where it was
package gate.lib.rollback

import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: Can the system be taken back to the version that is live, or to the state without it, and fast enough?
available if {
	_stated.available == true
	_to_where_it_was
	compare.between(_stated.max_minutes, 0, _minutes_max)
}

# METADATA
# title: Was that tried recently?
tried if tiers.effective == "minimal"

tried if days.within(_stated.tested_at, age_limit)

# METADATA
# title: Was it tried at some time?
tried_once if tiers.effective == "minimal"

tried_once if days.passed(_stated.tested_at)

# METADATA
# title: Does an approved record show that it was fast enough?
recorded if tiers.at_most("limited")

recorded if {
	some record in records
	_fast_enough(record)
}

# METADATA
# title: Does a record show it that may be too old by now?
recorded_once if recorded

recorded_once if {
	some record in _outdated_records
	_fast_enough(record)
}

# METADATA
# title: The approved records of tests of this system, none of them too old
records := [record |
	some record in evidence.holding("rollback_test", age_limit)
	input.system.id in record.applies_to
]

# METADATA
# title: Where nothing is live to go back to, is there a fail-safe that was tried recently?
failsafe if not _failsafe_asked

failsafe if {
	_failsafe_described
	days.within(input.operations.failsafe.tested_at, age_limit)
}

# METADATA
# title: Is there one that was tried at some time?
failsafe_once if not _failsafe_asked

failsafe_once if {
	_failsafe_described
	days.passed(input.operations.failsafe.tested_at)
}

# METADATA
# title: Is something live, and the target something else?
misses_live_version if {
	input.facts.live != null
	not _stated.target_version == input.facts.live.version
}

# METADATA
# title: How long ago the last test may be, in days; null where none is asked
age_limit := tiers.here(data.tables.AGE.rollback)

# METADATA
# title: What a finding shows of the records, whether they hold or not
shown := [object.filter(element, ["id", "status", "issued_at", "last_reviewed_at", "applies_to", "fields"]) |
	some element in evidence.nameable
	element.kind == "rollback_test"
]

_stated := input.operations.rollback

_minutes_max := tiers.here(data.tables.RB.max)

_to_where_it_was if _stated.target_version == input.facts.live.version

# Before the first deployment, what to go back to is the state without the system.
_to_where_it_was if {
	input.facts.live == null
	is_string(_stated.target_version)
	is_string(input.system.version)
	_stated.target_version != input.system.version
}

_fast_enough(record) if {
	text.written(record.fields.target_version)
	compare.between(record.fields.minutes, 0, _minutes_max)
	_to_this_target(record)
}

# Below critical not every release needs an exercise of its own.
_to_this_target(_) if not tiers.at_least("critical")

_to_this_target(record) if record.fields.target_version == _stated.target_version

_outdated_records := [record |
	some record in evidence.nameable
	input.system.id in record.applies_to
	evidence.stale({"evidence_id": record.id}, "rollback_test", age_limit, evidence.any_role)
]

_failsafe_asked if {
	tiers.at_least("high")
	not _live
}

_live if is_object(input.facts.live)

_failsafe_described if {
	text.substantial(input.operations.failsafe.description, "/operations/failsafe/description", tiers.effective)
}
