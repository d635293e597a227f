# METADATA
# scope: package
# title: Channel for raising concerns
# custom:
#   control: A.3.3
package iso42001.a_3_3

import data.gate.lib.compare
import data.gate.lib.evidence
import data.gate.lib.tiers

# METADATA
# title: An approved process for raising concerns about AI exists
# custom:
#   rule: A.3.3-1
#   profile: O
#   tiers: [limited, high, critical]
#   needs: [organisation.aims.concern_process]
#   found: [organisation.aims.concern_process.evidence_id]
#   remediation: >-
#     Attach the approved concern-reporting process (evidence kind concern_process), reviewed within two years.
#   maps:
#     eu_ai_act: Art 26(5), 85, 87
#     nist_ai_rmf: GOVERN 4.1, 4.3; MEASURE 3.3
#     iso: 42005 5.12
passes contains "A.3.3-1" if {
	evidence.holds(input.organisation.aims.concern_process, "concern_process", _age, evidence.any_role)
}

stale contains "A.3.3-1" if {
	evidence.lapsed(input.organisation.aims.concern_process, "concern_process", _age, evidence.any_role)
}

unverified contains "A.3.3-1" if {
	evidence.unverified(input.organisation.aims.concern_process, "concern_process", _age, evidence.any_role)
}

# A file that is another one is called unverified too: nothing but the gate's own check is in the way.
unverified contains "A.3.3-1" if {
	evidence.invalid(input.organisation.aims.concern_process, "concern_process", _age, evidence.any_role)
}

found["A.3.3-1"] := {"process": evidence.shown(
	input.organisation.aims.concern_process,
	["status", "issued_at", "last_reviewed_at"],
)}

_age := data.tables.AGE.concern_process

# METADATA
# title: The process protects people who speak up and promises an answer in time
# custom:
#   rule: A.3.3-2
#   profile: O
#   tiers: [high, critical]
#   needs: [organisation.aims.concern_process]
#   found: [organisation.aims.concern_process.evidence_id]
#   remediation: >-
#     State in the fields of the concern process that reports can be anonymous or confidential, that reprisals are
#     forbidden, and within how many days an answer comes.
#   maps:
#     eu_ai_act: Art 26(5), 85, 87
#     nist_ai_rmf: GOVERN 4.1, 4.3; MEASURE 3.3
#     iso: 42005 5.12
passes contains "A.3.3-2" if {
	_reporters_protected
	_process.non_retaliation == true
	compare.positive_up_to(_process.response_sla_days, tiers.here(data.tables.SLA.max))
}

found["A.3.3-2"] := {
	"days_max": tiers.here(data.tables.SLA.max),
	"process": object.filter(
		_process,
		["anonymous_option", "confidential_option", "non_retaliation", "response_sla_days"],
	),
}

_reporters_protected if _process.anonymous_option == true

_reporters_protected if _process.confidential_option == true

# What the process promises.
_process := evidence.item(input.organisation.aims.concern_process).fields

# METADATA
# title: No serious concern about this system is open
# custom:
#   rule: A.3.3-3
#   profile: O
#   envs: [prod]
#   needs: []
#   reason: no registry of concerns is connected
#   severity:
#     - {when: registry_silent, set: R}
#   found: [facts.registries.concerns_open_high]
#   remediation: >-
#     Close or formally accept the open high-severity concerns about this system; if the registry is not connected, a
#     person has to confirm that there are none.
#   maps:
#     eu_ai_act: Art 26(5), 85, 87
#     nist_ai_rmf: GOVERN 4.1, 4.3; MEASURE 3.3
#     iso: 42005 5.12
passes contains "A.3.3-3" if input.facts.registries.concerns_open_high == 0

exempt contains "A.3.3-3" if {
	tiers.at_most("limited")
	_registry_silent
}

unverified contains "A.3.3-3" if _registry_silent

when contains ["A.3.3-3", "registry_silent"] if _registry_silent

_registry_silent if input.facts.registries.concerns_open_high == null
