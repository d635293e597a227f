# METADATA
# scope: package
# title: Human resources
# custom:
#   control: A.4.6
package iso42001.a_4_6

import data.gate.lib.days
import data.gate.lib.lists
import data.gate.lib.people
import data.gate.lib.text
import data.gate.lib.tiers
import data.gate.lib.words

# METADATA
# title: Every role that this tier needs is filled by a real person
# custom:
#   rule: A.4.6-1
#   profile: S
#   needs: ["resources.people[]"]
#   found: ["resources.people[].role", "resources.people[].person.id"]
#   remediation: Name an active person for each missing role in resources.people.
#   maps:
#     eu_ai_act: Art 4, 14(4), 26(2)
#     nist_ai_rmf: MAP 2.1*, GOVERN 3.1, MAP 1.2
#     iso: 42005 5.6
passes contains "A.4.6-1" if {
	lists.filled(input.resources.people)
	count(_unfilled) == 0
}

unverified contains "A.4.6-1" if {
	tiers.at_least("high")
	people.unknown
}

found["A.4.6-1"] := {"roles_not_filled": _unfilled}

_required := tiers.here(data.tables.STAFF.roles)

_unfilled := [role |
	some role in _required
	not _filled[role]
]

_filled contains lower(staff.role) if {
	some staff in input.resources.people
	_real(staff.person.id)
}

_filled contains "oversight" if {
	some role in input.oversight.roles
	some person in role.persons
	_real(person.id)
}

_real(id) if {
	text.filled(id)
	_looked_up(id)
}

# Below the high tier nobody is looked up.
_looked_up(_) if tiers.at_most("limited")

_looked_up(id) if {
	people.active(id)
	people.human(id)
}

# METADATA
# title: Everyone in a required role has a competence record in date
# custom:
#   rule: A.4.6-2
#   profile: S
#   each: resources.people[]
#   needs: ["resources.people[].competence"]
#   reason: nobody is named for a required role (A.4.6-1 says so)
#   found:
#     - resources.people[].role
#     - resources.people[].person.id
#   remediation: Complete or renew the training of the listed people and record it in their competence.
#   maps:
#     eu_ai_act: Art 4, 14(4), 26(2)
#     nist_ai_rmf: MAP 2.1*, GOVERN 3.1, MAP 1.2
#     iso: 42005 5.6
passes contains "A.4.6-2" if {
	count(_in_required_role) > 0
	count(_untrained) == 0
}

exempt contains ["A.4.6-2", place] if some place in _in_other_role

stale contains "A.4.6-2" if {
	count(_untrained) > 0
	every place in _untrained {
		_trained_once(input.resources.people[place])
	}
}

found["A.4.6-2"] := {"failing": [{"person": staff.person.id, "competence": records} |
	some place, staff in input.resources.people
	_untrained[place]
	records := [object.filter(record, ["course", "completed_at", "expires_at"]) | some record in staff.competence]
]}

# Who has no stated role may be in any.
_in_other_role contains place if {
	some place, staff in input.resources.people
	is_string(staff.role)
	not lower(staff.role) in _required
}

_in_required_role contains place if {
	some place, _ in input.resources.people
	not _in_other_role[place]
}

_untrained contains place if {
	some place in _in_required_role
	not _trained(input.resources.people[place])
}

_trained(staff) if {
	is_array(staff.competence)
	some record in staff.competence
	people.trained(record)
}

# There are records, and every one of them has run out or is too old.
_trained_once(staff) if {
	lists.filled(staff.competence)
	every record in staff.competence {
		_over(record)
	}
}

_over(record) if days.older(record.completed_at, tiers.here(data.tables.AGE.training))

_over(record) if days.passed(record.expires_at)

# METADATA
# title: Nobody evaluates a system that they developed
# custom:
#   rule: A.4.6-3
#   profile: S
#   tiers: [high, critical]
#   needs: ["resources.people[]"]
#   found: ["resources.people[].role", "resources.people[].person.id"]
#   remediation: Name an evaluator who is not among the developers.
#   maps:
#     eu_ai_act: Art 4, 14(4), 26(2)
#     nist_ai_rmf: MAP 2.1*, GOVERN 3.1, MAP 1.2
#     iso: 42005 5.6
passes contains "A.4.6-3" if {
	lists.filled(input.resources.people)
	count(_people_in.developer & _people_in.evaluator) == 0
}

# The people in each role; a role that nobody fills is not in it, and the rule then not met.
_people_in[lower(staff.role)] contains words.folded(staff.person.id) if some staff in input.resources.people
