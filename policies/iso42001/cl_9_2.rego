# METADATA
# scope: package
# title: Internal audit
# custom:
#   control: CL-9.2
package iso42001.cl_9_2

import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.lists
import data.gate.lib.nonconformities
import data.gate.lib.text

# METADATA
# title: A current internal audit was made by someone who has no part in this system
# custom:
#   rule: CL-9.2-1
#   profile: O
#   needs: [organisation.aims.internal_audit]
#   found: [organisation.aims.internal_audit.evidence_id]
#   remediation: >-
#     Attach an internal audit report within 400 days whose fields.auditor is a person without any role in this system.
#   maps:
#     eu_ai_act: Art 17(1)
#     nist_ai_rmf: GOVERN 1.5, MEASURE 1.3
#     iso: "-"
passes contains "CL-9.2-1" if {
	_audited_from_outside
	evidence.holds(input.organisation.aims.internal_audit, "internal_audit", _age, evidence.any_role)
}

stale contains "CL-9.2-1" if {
	_audited_from_outside
	evidence.lapsed(input.organisation.aims.internal_audit, "internal_audit", _age, evidence.any_role)
}

unverified contains "CL-9.2-1" if {
	_audited_from_outside
	evidence.unconfirmed(input.organisation.aims.internal_audit, "internal_audit", _age, evidence.any_role)
}

found["CL-9.2-1"] := {
	"auditor": _auditor,
	"parts_of_the_auditor": sort({part |
		some [person, part] in _parts
		person == _auditor
	}),
}

_age := data.tables.AGE.audit

_audited_from_outside if {
	text.written(_auditor)
	not _has_a_part[_auditor]
}

_auditor := evidence.fields(input.organisation.aims.internal_audit, "internal_audit").auditor

_has_a_part contains person if some [person, _] in _parts

# Pairs of a person and the part that they have in this system, or in the request to deploy it.
_parts contains [input.system.owner.id, "owner"]

_parts contains [input.system.accountable_executive.id, "accountable_executive"]

_parts contains [input.request.requested_by.id, "requester"]

_parts contains [staff.person.id, "staff"] if some staff in input.resources.people

_parts contains [person.id, "oversight"] if {
	some guard in input.oversight.roles
	some person in guard.persons
}

# METADATA
# title: No major nonconformity of this unit is past its date
# custom:
#   rule: CL-9.2-2
#   profile: O
#   needs: []
#   remediation: >-
#     Close each overdue major nonconformity or have its corrective action re-planned with a new due date; state an
#     empty list when there are none.
#   open: >-
#     a nonconformity has no organisational unit, but its system_ids may name one; naming none means the whole
#     organisation
#   maps:
#     eu_ai_act: Art 17(1)
#     nist_ai_rmf: GOVERN 1.5, MEASURE 1.3
#     iso: "-"
passes contains "CL-9.2-2" if {
	nonconformities.listed
	every nonconformity in _of_this_unit {
		days.due(nonconformity.due)
	}
}

stale contains "CL-9.2-2" if {
	some nonconformity in _of_this_unit
	days.overdue(nonconformity.due)
}

found["CL-9.2-2"] := {"nonconformities": [nonconformities.shown(nonconformity) |
	some nonconformity in _of_this_unit
	not _in_time(nonconformity)
]}

_of_this_unit := [nonconformity |
	some nonconformity in nonconformities.open
	_concerns_unit(nonconformity)
]

# One that names no system is about the whole organisation.
_concerns_unit(nonconformity) if not _names_systems(nonconformity)

_concerns_unit(nonconformity) if input.system.id in nonconformity.system_ids

_concerns_unit(nonconformity) if input.system.org_unit in nonconformity.system_ids

_concerns_unit(nonconformity) if "*" in nonconformity.system_ids

_names_systems(nonconformity) if lists.something(nonconformity.system_ids)

_in_time(nonconformity) if days.due(nonconformity.due)

# METADATA
# title: The audit programme covers every control family in its cycle
# custom:
#   rule: CL-9.2-3
#   profile: O
#   needs: [organisation.aims.internal_audit]
#   remediation: >-
#     Extend the audit programme to the families that are missing, within a cycle that has not ended, and record it in
#     fields.programme.
#   maps:
#     eu_ai_act: Art 17(1)
#     nist_ai_rmf: GOVERN 1.5, MEASURE 1.3
#     iso: "-"
passes contains "CL-9.2-3" if {
	_every_family_covered
	days.due(_programme.cycle_end)
}

stale contains "CL-9.2-3" if {
	_every_family_covered
	days.overdue(_programme.cycle_end)
}

found["CL-9.2-3"] := object.union(
	{"families_not_covered": [family |
		some family in data.tables.AUDIT.families
		not _covered[family]
	]},
	{"programme": programme | programme := _programme},
)

_programme := evidence.fields(input.organisation.aims.internal_audit, "internal_audit").programme

_every_family_covered if {
	lists.of_texts(_programme.families)
	every family in data.tables.AUDIT.families {
		_covered[family]
	}
}

_covered contains family if some family in _programme.families
