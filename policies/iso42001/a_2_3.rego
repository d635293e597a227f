# METADATA
# scope: package
# title: Fit with other policies
# custom:
#   control: A.2.3
package iso42001.a_2_3

import data.gate.lib.evidence
import data.gate.lib.lift
import data.gate.lib.lists
import data.gate.lib.tiers

# METADATA
# title: A current analysis shows how the AI policy fits the other policies
# custom:
#   rule: A.2.3-1
#   profile: O
#   tiers: [limited, high, critical]
#   needs: [organisation.aims.policy_alignment]
#   found: [organisation.aims.policy_alignment.evidence_id]
#   remediation: >-
#     Attach the approved policy alignment record (evidence kind policy_alignment), reviewed within the last year.
#   maps:
#     eu_ai_act: Art 17(1), 8(2)
#     nist_ai_rmf: GOVERN 1.4
#     iso: 42005 5.3; 23894 5.3
passes contains "A.2.3-1" if {
	evidence.holds(input.organisation.aims.policy_alignment, "policy_alignment", _age, evidence.any_role)
}

stale contains "A.2.3-1" if {
	evidence.lapsed(input.organisation.aims.policy_alignment, "policy_alignment", _age, evidence.any_role)
}

unverified contains "A.2.3-1" if {
	evidence.unverified(input.organisation.aims.policy_alignment, "policy_alignment", _age, evidence.any_role)
}

# A file that is another one is called unverified too: nothing but the gate's own check is in the way.
unverified contains "A.2.3-1" if {
	evidence.invalid(input.organisation.aims.policy_alignment, "policy_alignment", _age, evidence.any_role)
}

found["A.2.3-1"] := {"record": evidence.shown(
	input.organisation.aims.policy_alignment,
	["status", "issued_at", "last_reviewed_at"],
)}

_age := tiers.here(data.tables.AGE.policy)

# METADATA
# title: The alignment record speaks about every policy area that must be looked at
# custom:
#   rule: A.2.3-2
#   profile: O
#   tiers: [high, critical]
#   needs: [organisation.aims.policy_alignment]
#   found: [system.personal_data]
#   remediation: >-
#     Add an entry (policy, policy_id, touched_by_ai, conflict, resolution) for each missing policy area; with personal
#     data name the privacy policy by its id.
#   maps:
#     eu_ai_act: Art 17(1), 8(2)
#     nist_ai_rmf: GOVERN 1.4
#     iso: 42005 5.3; 23894 5.3
passes contains "A.2.3-2" if {
	every policy in data.tables.required_policies {
		_looked_at[policy]
	}
	_privacy_settled
}

found["A.2.3-2"] := {
	"policies": [entry.policy | some entry in _entries],
	"policies_not_looked_at": [policy |
		some policy in data.tables.required_policies
		not _looked_at[policy]
	],
}

_looked_at contains entry.policy if {
	some entry in _entries
	is_boolean(entry.touched_by_ai)
}

_privacy_settled if not lift.holds.personal_data

_privacy_settled if {
	some entry in _entries
	entry.policy == "privacy"
	entry.touched_by_ai == true
	is_string(entry.policy_id)
	count(entry.policy_id) >= data.tables.POLICY.id_chars
}

# METADATA
# title: Every conflict between policies has a recorded resolution
# custom:
#   rule: A.2.3-3
#   profile: O
#   tiers: [high, critical]
#   needs: [organisation.aims.policy_alignment]
#   found: [organisation.aims.policy_alignment.evidence_id]
#   remediation: >-
#     Write down how each conflict between the AI policy and another policy was resolved (at least 40 characters), or
#     set conflict to false where there is none.
#   maps:
#     eu_ai_act: Art 17(1), 8(2)
#     nist_ai_rmf: GOVERN 1.4
#     iso: 42005 5.3; 23894 5.3
passes contains "A.2.3-3" if {
	lists.filled(_entries)
	every entry in _entries {
		_settled(entry)
	}
}

found["A.2.3-3"] := {"conflicts": [object.filter(entry, ["policy", "resolution"]) |
	some entry in _entries
	entry.conflict == true
]}

_settled(entry) if entry.conflict == false

_settled(entry) if {
	entry.conflict == true
	is_string(entry.resolution)
	count(entry.resolution) >= data.tables.POLICY.resolution_chars
}

# What the record says about each of the other policies; nothing where it is no list.
_entries := entries if {
	entries := evidence.item(input.organisation.aims.policy_alignment).fields.entries
	is_array(entries)
} else := []
