# METADATA
# scope: package
# title: Event logs
# custom:
#   control: A.6.2.8
package iso42001.a_6_2_8

import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.law
import data.gate.lib.lift
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: Event logging is on
# custom:
#   rule: A.6.2.8-1
#   profile: S
#   reason: Development without real personal data.
#   needs: [operations.logging.enabled]
#   severity:
#     - {when: minimal_production, set: R}
#     - {when: higher_production, set: D}
#   found: [operations.logging.enabled]
#   remediation: Turn on event logging for the deployed system.
#   maps:
#     eu_ai_act: Art 12, 19, 26(6)
#     nist_ai_rmf: MEASURE 2.4, 2.8; MANAGE 4.3
#     iso: 23894 6.7
passes contains "A.6.2.8-1" if input.operations.logging.enabled == true

exempt contains "A.6.2.8-1" if not _logged

when contains ["A.6.2.8-1", "minimal_production"] if {
	input.request.environment == "prod"
	tiers.at_most("minimal")
}

when contains ["A.6.2.8-1", "higher_production"] if {
	input.request.environment == "prod"
	tiers.at_least("limited")
}

# Development without real personal data needs no log.
_logged if input.request.environment != "dev"

_logged if {
	lift.holds.personal_data
	not input.request.synthetic_data_only == true
}

# METADATA
# title: The log records the events the tier asks for
# custom:
#   rule: A.6.2.8-2
#   profile: S
#   reason: Development without real personal data.
#   needs: [operations.logging.events]
#   found: [operations.logging.events]
#   remediation: Record the named events as well.
#   maps:
#     eu_ai_act: Art 12, 19, 26(6)
#     nist_ai_rmf: MEASURE 2.4, 2.8; MANAGE 4.3
#     iso: 23894 6.7
passes contains "A.6.2.8-2" if {
	is_array(input.operations.logging.events)
	every event in _events_asked {
		event in input.operations.logging.events
	}
}

exempt contains "A.6.2.8-2" if not _logged

found["A.6.2.8-2"] := {"events_not_recorded": [event |
	some event in _events_asked
	not _recorded[event]
]}

_events_asked := tiers.here(data.tables.LOG.events)

_recorded contains event if some event in input.operations.logging.events

# METADATA
# title: Logs are kept long enough
# custom:
#   rule: A.6.2.8-3
#   profile: S
#   reason: Development without real personal data.
#   needs: [operations.logging.retention_days]
#   found: [operations.logging.retention_days, classification.eu.class]
#   remediation: >-
#     Raise the retention time of the log to the number of days the tier (and, for a high-risk system in the EU, the
#     law) asks for.
#   maps:
#     eu_ai_act: Art 12, 19, 26(6)
#     nist_ai_rmf: MEASURE 2.4, 2.8; MANAGE 4.3
#     iso: 23894 6.7
passes contains "A.6.2.8-3" if compare.at_least(input.operations.logging.retention_days, _days_min)

exempt contains "A.6.2.8-3" if not _logged

found["A.6.2.8-3"] := {"days_min": _days_min}

_days_min := max([tiers.here(data.tables.LOG.min), data.tables.LOG.eu]) if law.high_risk

_days_min := tiers.here(data.tables.LOG.min) if not law.high_risk

# METADATA
# title: The log shows tampering, and that was tested recently
# custom:
#   rule: A.6.2.8-4
#   profile: S
#   tiers: [high, critical]
#   reason: Development without real personal data.
#   needs: [operations.logging.tested_at, operations.logging.sink]
#   found: [operations.logging.tamper_evident, operations.logging.tested_at, operations.logging.sink]
#   remediation: >-
#     Write the log to a store that reveals changes, try to change an entry, and attach the approved record of that test
#     (kind log_test, with fields.sink and fields.tamper_evident).
#   open: a statement alone is not enough from high on, so the approved record of the test names sink and result
#   maps:
#     eu_ai_act: Art 12, 19, 26(6)
#     nist_ai_rmf: MEASURE 2.4, 2.8; MANAGE 4.3
#     iso: 23894 6.7
passes contains "A.6.2.8-4" if {
	_tamper_evident_and_tested
	some record in _good_records
	_shows_tampering(record)
}

exempt contains "A.6.2.8-4" if not _logged

stale contains "A.6.2.8-4" if {
	input.operations.logging.tamper_evident == true
	days.passed(input.operations.logging.tested_at)
	some record in array.concat(_good_records, _old_records)
	_shows_tampering(record)
}

unverified contains "A.6.2.8-4" if {
	_tamper_evident_and_tested
	count(_records) == 0
}

unverified contains "A.6.2.8-4" if {
	_tamper_evident_and_tested
	some record in _unchecked_records
	_shows_tampering(record)
}

found["A.6.2.8-4"] := {"tests": _shown_records}

_tamper_evident_and_tested if {
	input.operations.logging.tamper_evident == true
	days.within(input.operations.logging.tested_at, _test_age)
}

_shows_tampering(record) if {
	record.fields.tamper_evident == true
	is_string(record.fields.sink)
	record.fields.sink == input.operations.logging.sink
}

# Evidence of tests of the log: all of it, what holds, what only is too old, and what only could not be checked.
_records := [element |
	some element in evidence.nameable
	element.kind == "log_test"
]

_good_records := evidence.holding("log_test", _test_age)

_old_records := [element |
	some element in _records
	evidence.stale({"evidence_id": element.id}, "log_test", _test_age, evidence.any_role)
]

_unchecked_records := [element |
	some element in _records
	evidence.unverified({"evidence_id": element.id}, "log_test", _test_age, evidence.any_role)
]

_shown_records := [json.filter(element, [
	"id",
	"status",
	"issued_at",
	"fields/sink",
	"fields/tamper_evident",
	"fields/pii_redacted",
]) |
	some element in _records
]

_test_age := tiers.here(data.tables.AGE.val)

# METADATA
# title: Personal data in the log is redacted, or rests on a legal basis and an impact assessment
# custom:
#   rule: A.6.2.8-5
#   profile: S
#   reason: No personal data, or development without real personal data.
#   needs: []
#   found: [operations.logging.pii_redacted]
#   remediation: >-
#     Redact personal data before it is logged and show it in the log test (fields.pii_redacted), or list the live input
#     data with its legal basis and data protection impact assessment.
#   open: a log has no legal basis and no assessment of its own, so what it holds is taken to be the live input data
#   maps:
#     eu_ai_act: Art 12, 19, 26(6)
#     nist_ai_rmf: MEASURE 2.4, 2.8; MANAGE 4.3
#     iso: 23894 6.7
passes contains "A.6.2.8-5" if _redacted_or_lawful

exempt contains "A.6.2.8-5" if not _logged

exempt contains "A.6.2.8-5" if not lift.holds.personal_data

stale contains "A.6.2.8-5" if {
	not _said_to_be_redacted
	count(_logged_data) > 0
	every dataset in _logged_data {
		_has_legal_basis(dataset)
		_assessed_once(dataset)
	}
}

unverified contains "A.6.2.8-5" if {
	_said_to_be_redacted
	count(_records) == 0
}

unverified contains "A.6.2.8-5" if {
	_said_to_be_redacted
	some record in _unchecked_records
	record.fields.pii_redacted == true
}

found["A.6.2.8-5"] := {
	"tests": _shown_records,
	"data": [json.filter(dataset, ["id", "personal_data", "acquisition/legal_basis", "dpia"]) |
		some dataset in input.data
		"production_input" in dataset.role
	],
}

_redacted_or_lawful if {
	_said_to_be_redacted
	_redaction_shown
}

_redacted_or_lawful if {
	count(_logged_data) > 0
	every dataset in _logged_data {
		_has_legal_basis(dataset)
		_assessed(dataset)
	}
}

_said_to_be_redacted if input.operations.logging.pii_redacted == true

_redaction_shown if tiers.at_most("limited")

_redaction_shown if {
	some record in _good_records
	record.fields.pii_redacted == true
}

# What the log holds is the personal data that comes in while the system runs.
_logged_data := [dataset |
	some dataset in input.data
	"production_input" in dataset.role
	not dataset.personal_data == "none"
]

_has_legal_basis(dataset) if {
	text.written(dataset.acquisition.legal_basis)
	dataset.acquisition.legal_basis != "none_needed"
}

_assessed(dataset) if evidence.holds(dataset.dpia, "dpia", _assessment_age, evidence.any_role)

_assessed_once(dataset) if _assessed(dataset)

_assessed_once(dataset) if evidence.lapsed(dataset.dpia, "dpia", _assessment_age, evidence.any_role)

_assessment_age := tiers.here(data.tables.AGE.ia)
