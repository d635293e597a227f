# METADATA
# scope: package
# title: Statement of Applicability
# custom:
#   control: CL-6.1.3-SoA
package iso42001.cl_6_1_3_soa

import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.lists
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: The Statement of Applicability decides each of the 38 controls once
# custom:
#   rule: CL-6.1.3-SoA-1
#   profile: O
#   needs: ['risk.soa.entries[]']
#   remediation: >-
#     Correct the Statement of Applicability so that every control of the fixed list appears exactly once and no other
#     id starts with "A.".
#   maps: {eu_ai_act: Art 17, nist_ai_rmf: GOVERN 1.4, iso: '-'}
passes contains "CL-6.1.3-SoA-1" if {
	count(_not_listed) == 0
	every place in _places {
		_decided[place]
	}
}

found["CL-6.1.3-SoA-1"] := {
	"missing": _not_listed,
	"repeated_unknown_or_undecided": [entry.control_id |
		some place, entry in input.risk.soa.entries
		not _decided[place]
	],
}

_not_listed := [control |
	some control in data.tables.SOA.controls
	not _listed[control]
]

# The places of entries that decide about a control, alone.
_decided := {place |
	some place, entry in input.risk.soa.entries
	not _repeated[entry.control_id]
	_known_or_own(entry.control_id)
	is_boolean(entry.applicable)
	entry.implemented in ["yes", "partial", "planned", "no"]
}

_repeated := lists.repeated([control | some entry in input.risk.soa.entries; control := entry.control_id])

# An organisation may have controls of its own; ids of Annex A are a fixed list.
_known_or_own(control) if _annex_a[control]

_known_or_own(control) if {
	text.written(control)
	not startswith(control, "A.")
}

_annex_a := {control | some control in data.tables.SOA.controls}

_listed := {entry.control_id | some entry in input.risk.soa.entries}

_places contains place if some place, _ in input.risk.soa.entries

# METADATA
# title: Each excluded control is justified and the statement is approved by management
# custom:
#   rule: CL-6.1.3-SoA-2
#   profile: O
#   each: risk.soa.entries[]
#   reason: no control is excluded
#   needs: [risk.soa.evidence, 'risk.soa.entries[].justification']
#   found: ['risk.soa.entries[].control_id', 'risk.soa.entries[].justification', risk.soa.evidence.evidence_id]
#   remediation: >-
#     Explain for each excluded control why it does not apply to this organisation or system and have an executive role
#     approve the statement.
#   open: >-
#     an entry has no approver of its own; the approver of the statement (risk.soa.evidence) stands for all exclusions
#   maps: {eu_ai_act: Art 17, nist_ai_rmf: GOVERN 1.4, iso: '-'}
passes contains "CL-6.1.3-SoA-2" if {
	_justified
	evidence.holds(input.risk.soa.evidence, "soa", data.tables.SOA.max_age, data.tables.ROLE.exec)
}

# An entry that does not say whether its control applies excludes nothing; it stops at CL-6.1.3-SoA-1.
exempt contains ["CL-6.1.3-SoA-2", place] if some place in (_places - _excluded)

stale contains "CL-6.1.3-SoA-2" if {
	_justified
	evidence.lapsed(input.risk.soa.evidence, "soa", data.tables.SOA.max_age, data.tables.ROLE.exec)
}

unverified contains "CL-6.1.3-SoA-2" if {
	_justified
	evidence.unconfirmed(input.risk.soa.evidence, "soa", data.tables.SOA.max_age, data.tables.ROLE.exec)
}

found["CL-6.1.3-SoA-2"] := {"approved_by_role": [role |
	role := evidence.item(input.risk.soa.evidence).approved_by.role
]}

_justified if {
	count(_excluded) > 0
	every place in _excluded {
		text.substantial(
			input.risk.soa.entries[place].justification,
			$"/risk/soa/entries/{place}/justification",
			tiers.effective,
		)
	}
}

_excluded contains place if {
	some place, entry in input.risk.soa.entries
	entry.applicable == false
}

# METADATA
# title: No applicable control is still unimplemented
# custom:
#   rule: CL-6.1.3-SoA-3
#   profile: O
#   tiers: [high, critical]
#   needs: ['risk.soa.entries[]']
#   remediation: >-
#     Implement the listed controls before this deployment; planned is not enough at this tier.
#   maps: {eu_ai_act: Art 17, nist_ai_rmf: GOVERN 1.4, iso: '-'}
passes contains "CL-6.1.3-SoA-3" if {
	lists.filled(input.risk.soa.entries)
	every entry in input.risk.soa.entries {
		_excluded_or_implemented(entry)
	}
}

found["CL-6.1.3-SoA-3"] := {"not_implemented": [object.filter(entry, ["control_id", "implemented"]) |
	some entry in input.risk.soa.entries
	not _excluded_or_implemented(entry)
]}

_excluded_or_implemented(entry) if entry.applicable == false

_excluded_or_implemented(entry) if {
	entry.applicable == true
	entry.implemented in ["yes", "partial"]
}

# METADATA
# title: The Statement of Applicability has a version and was reviewed within the last year
# custom:
#   rule: CL-6.1.3-SoA-4
#   profile: O
#   needs: [risk.soa.version, risk.soa.date]
#   found: [risk.soa.version, risk.soa.date]
#   remediation: >-
#     Review the Statement of Applicability at least once a year and record its version and date.
#   maps: {eu_ai_act: Art 17, nist_ai_rmf: GOVERN 1.4, iso: '-'}
passes contains "CL-6.1.3-SoA-4" if {
	text.written(input.risk.soa.version)
	days.within(input.risk.soa.date, data.tables.SOA.max_age)
}

stale contains "CL-6.1.3-SoA-4" if days.older(input.risk.soa.date, data.tables.SOA.max_age)

found["CL-6.1.3-SoA-4"] := {"days_max": data.tables.SOA.max_age}
