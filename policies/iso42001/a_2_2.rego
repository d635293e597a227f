# METADATA
# scope: package
# title: Written AI policy
# custom:
#   control: A.2.2
package iso42001.a_2_2

import data.gate.lib.digests
import data.gate.lib.evidence
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: An approved AI policy is on record, signed off by top management
# custom:
#   rule: A.2.2-1
#   profile: O
#   needs: [organisation.aims.policy]
#   found: [organisation.aims.policy.evidence_id]
#   remediation: >-
#     Reference the AI policy as evidence of kind ai_policy, with link, sha256, and the approval of an executive or the
#     AI governance board.
#   maps:
#     eu_ai_act: Art 17(1)(a)
#     nist_ai_rmf: GOVERN 1.1*, 1.2
#     iso: 42005 5.3; 23894 5.2
passes contains "A.2.2-1" if _on_record

stale contains "A.2.2-1" if {
	evidence.lapsed(input.organisation.aims.policy, "ai_policy", _age, data.tables.ROLE.exec)
}

unverified contains "A.2.2-1" if {
	evidence.unverified(input.organisation.aims.policy, "ai_policy", _age, data.tables.ROLE.exec)
}

# A file that is another one is called unverified too: nothing but the gate's own check is in the way.
unverified contains "A.2.2-1" if {
	evidence.invalid(input.organisation.aims.policy, "ai_policy", _age, data.tables.ROLE.exec)
}

found["A.2.2-1"] := {"policy": json.filter(_policy, ["kind", "status", "approved_by/role", "approved_by/at"])}

_on_record if {
	tiers.at_most("minimal")
	_policy.kind == "ai_policy"
	_policy.status == "approved"
	evidence.known_place(_policy.uri)
	digests.sha256(_policy.digest)
}

# From the limited tier top management has signed it off, for this system or its unit.
_on_record if evidence.holds(input.organisation.aims.policy, "ai_policy", _age, data.tables.ROLE.exec)

_age := data.tables.POLICY.age

# METADATA
# title: The AI policy covers the organisational unit of this system
# custom:
#   rule: A.2.2-2
#   profile: O
#   tiers: [limited, high, critical]
#   needs: [organisation.aims.policy, system.org_unit]
#   found: [system.org_unit]
#   remediation: Add the unit of this system (system.org_unit) or "*" to applies_to of the AI policy evidence.
#   maps:
#     eu_ai_act: Art 17(1)(a)
#     nist_ai_rmf: GOVERN 1.1*, 1.2
#     iso: 42005 5.3; 23894 5.2
passes contains "A.2.2-2" if {
	text.filled(input.system.org_unit)
	some covered in ["*", input.system.org_unit]
	covered in _policy.applies_to
}

found["A.2.2-2"] := {"policy": object.filter(_policy, ["applies_to"])}

# METADATA
# title: The gate has verified that the AI policy is the document that was approved
# custom:
#   rule: A.2.2-3
#   profile: O
#   tiers: [high, critical]
#   needs: [organisation.aims.policy]
#   found: [organisation.aims.policy.evidence_id]
#   remediation: >-
#     Upload the AI policy file so that the gate can hash it, correct its sha256, and at critical tier attach the
#     signature.
#   maps:
#     eu_ai_act: Art 17(1)(a)
#     nist_ai_rmf: GOVERN 1.1*, 1.2
#     iso: 42005 5.3; 23894 5.2
passes contains "A.2.2-3" if {
	every check in _checks {
		_checked[check] == true
	}
}

unverified contains "A.2.2-3" if {
	some check in _checks
	_checked[check] == null
}

invalid contains "A.2.2-3" if {
	some check in _checks
	_checked[check] == false
}

found["A.2.2-3"] := {"checked": _checked}

_checks := ["digest_ok", "signature_ok"] if tiers.at_least("critical")

_checks := ["digest_ok"] if not tiers.at_least("critical")

# What the gate has found out about the file of the policy; null is what it could not.
_checked := {check: _outcome(_policy.id, check) | some check in ["digest_ok", "signature_ok"]}

_outcome(id, check) := outcome if {
	outcome := input.facts.evidence[id][check]
} else := null

_policy := evidence.item(input.organisation.aims.policy)
