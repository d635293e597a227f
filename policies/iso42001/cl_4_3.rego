# METADATA
# scope: package
# title: AIMS scope covers the system
# custom:
#   control: CL-4.3
package iso42001.cl_4_3

import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.lists

# METADATA
# title: The scope statement of the management system is approved and current
# custom:
#   rule: CL-4.3-1
#   profile: O
#   needs: [organisation.aims.scope]
#   found: [organisation.aims.scope.evidence_id]
#   remediation: >-
#     Attach the approved scope statement (evidence of kind scope, not older than 1095 days) to organisation.aims.scope.
#   maps:
#     eu_ai_act: Art 17
#     nist_ai_rmf: GOVERN 1.6
#     iso: 42005 5.5
passes contains "CL-4.3-1" if {
	evidence.holds(input.organisation.aims.scope, "scope", _age, evidence.any_role)
}

stale contains "CL-4.3-1" if {
	evidence.lapsed(input.organisation.aims.scope, "scope", _age, evidence.any_role)
}

unverified contains "CL-4.3-1" if {
	evidence.unconfirmed(input.organisation.aims.scope, "scope", _age, evidence.any_role)
}

found["CL-4.3-1"] := {"statement": evidence.shown(
	input.organisation.aims.scope,
	["kind", "status", "issued_at", "last_reviewed_at"],
)}

_age := data.tables.AGE.scope

# METADATA
# title: This system or its organisational unit is named in the scope
# custom:
#   rule: CL-4.3-2
#   profile: O
#   needs: [organisation.aims.scope]
#   found: [system.id, system.org_unit]
#   remediation: >-
#     Add the system id or its organisational unit to fields.includes of the scope statement and remove it from
#     fields.excludes.
#   maps:
#     eu_ai_act: Art 17
#     nist_ai_rmf: GOVERN 1.6
#     iso: 42005 5.5
passes contains "CL-4.3-2" if {
	lists.of_texts(_scope.includes)
	lists.of_texts(_excluded)
	not _system_excluded
	_included
}

found["CL-4.3-2"] := object.filter(_scope, ["includes", "excludes"])

# What the scope statement names, whole, with regard to case.
_scope := evidence.fields(input.organisation.aims.scope, "scope")

_included if input.system.id in _scope.includes

_included if {
	input.system.org_unit in _scope.includes
	not input.system.org_unit in _excluded
}

_system_excluded if input.system.id in _excluded

_excluded := [] if days.absent(_scope, "excludes")

_excluded := _scope.excludes if not days.absent(_scope, "excludes")
