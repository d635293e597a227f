# METADATA
# scope: package
# title: Who approved this request
# description: |
#   An approval speaks when it was made for exactly this request. Each person has one word, their newest one, whatever
#   role they gave it in; it counts when the person holds that role, did not ask for the deployment, and signed as the
#   tier demands. Places are those of `input.approvals`.
package gate.lib.approvals

import data.gate.lib.days
import data.gate.lib.identity
import data.gate.lib.lists
import data.gate.lib.people
import data.gate.lib.tiers
import data.gate.lib.words

# METADATA
# title: Nobody rejects the request, and every role that has to approve it has done so
approved if {
	not rejected
	every role in required {
		filled[role]
	}
}

# METADATA
# title: The roles that have to approve this request, in the order of the table
required := tiers.here(data.tables.APPROVE[input.request.environment]) if {
	input.request.action in {"deploy", "update"}
	input.request.environment in {"staging", "prod"}
} else := data.tables.APPROVE.retire if {
	input.request.action == "retire"
	input.request.environment == "prod"
} else := []

# METADATA
# title: Somebody whom the organisation knows rejects the request
rejected if {
	some places in _word
	some place in places
	input.approvals[place].decision == "reject"
}

# METADATA
# title: Places of the approvals that count
counted contains place if {
	some places in _word
	_agree(places)
	every other in places {
		_counts(other)
	}
	some place in places
}

# METADATA
# title: Roles in which somebody's approval counts
filled contains input.approvals[place].role if some place in counted

# METADATA
# title: The person has an approval of this request that counts, in one of the roles
granted(person_id, roles) if {
	some place in counted
	identity.same(input.approvals[place].person.id, person_id)
	input.approvals[place].role in roles
}

# METADATA
# title: The person holds the role, as far as the organisation knows
# description: The organisation's files are asked for the id as it is written; ids are compared trimmed, in lower case.
holds(role, person_id) if {
	people.active(person_id)
	people.human(person_id)
	_in_role(role, person_id)
}

# METADATA
# title: Required roles in which the only fault of an approval is its age
outdated contains role if {
	some role in required
	not filled[role]
	some place in _latest
	entry := input.approvals[place]
	entry.role == role
	days.older(entry.at, _age_limit)
	_in_force(place)
}

# METADATA
# title: Required roles in which an approval would count if the gate knew who works here and could check its signature
unchecked contains role if {
	some role in required
	not filled[role]
	some place in _latest
	entry := input.approvals[place]
	entry.role == role
	days.within(entry.at, _age_limit)
	_in_favour(entry)
	_asked_by_another(entry)
	_may_hold(entry)
	not _signature_refuted(place)
}

# METADATA
# title: For every required role the approval that fills it, or why it is not filled; in the order of the table
standing := [{"role": role, "approved_by": _first_in(role), "reason": _reason(role)} | some role in required]

_in_role("peer", _)

_in_role("system_owner", person_id) if {
	not _team_owns
	identity.same(person_id, input.system.owner.id)
}

# No person is the owner where a team is; below limited, its file says who acts for it.
_in_role("system_owner", person_id) if {
	_team_owns
	_listed("system_owner", person_id)
}

_in_role("accountable_executive", person_id) if {
	_listed("accountable_executive", person_id)
	_may_be_executive(person_id)
}

_in_role("independent", person_id) if {
	identity.different(person_id, input.system.owner.id)
	not _develops(person_id)
}

_in_role(role, person_id) if {
	not role in {"peer", "system_owner", "accountable_executive", "independent"}
	_listed(role, person_id)
}

_may_hold(_) if people.unknown

_may_hold(entry) if holds(entry.role, entry.person.id)

_team_owns if {
	input.system.owner.type == "team"
	tiers.effective == "minimal"
}

_listed(role, person_id) if role in input.facts.identity[person_id].roles

_may_be_executive(_) if _no_executive_named

_may_be_executive(person_id) if identity.same(person_id, input.system.accountable_executive.id)

_no_executive_named if object.get(input, ["system", "accountable_executive", "id"], null) in {null, ""}

_develops(person_id) if {
	some helper in input.resources.people
	identity.same(helper.person.id, person_id)
	lower(helper.role) == "developer"
}

# Approvals that speak, by the person who gave them.
_speaking[words.folded(entry.person.id)] contains place if {
	some place, entry in input.approvals
	input.facts.approvals[place].subject_ok == true
	days.passed(entry.at)
	_may_speak(entry)
}

# A stranger, or somebody who has left, cannot block a request.
_may_speak(entry) if entry.decision != "reject"

_may_speak(entry) if identity.known(entry.person.id)

# The one word of each person: their newest, or several of the same moment.
_word[person] contains place if {
	some person, places in _speaking
	newest := min([days.since(input.approvals[place].at) | some place in places])
	some place in places
	days.since(input.approvals[place].at) == newest
}

_latest contains place if {
	some places in _word
	_agree(places)
	some place in places
}

# Two words of one moment that differ are none.
_agree(places) if count({[entry.role, entry.decision] | some place in places; entry := input.approvals[place]}) == 1

_counts(place) if {
	days.within(input.approvals[place].at, _age_limit)
	_in_force(place)
}

# Everything but the age.
_in_force(place) if {
	entry := input.approvals[place]
	_in_favour(entry)
	holds(entry.role, entry.person.id)
	_asked_by_another(entry)
	_signed(place)
}

_age_limit := tiers.here(data.tables.AGE.approval)

_in_favour(entry) if entry.decision == "approve"

_in_favour(entry) if {
	entry.decision == "conditional"
	not tiers.at_least("critical")
	lists.filled(entry.conditions)
	every condition in entry.conditions {
		_no_hindrance(condition)
	}
}

_no_hindrance(condition) if days.passed(condition.met_at)

# On the day that it is due a condition is still open.
_no_hindrance(condition) if days.since(condition.due) < 1

_asked_by_another(entry) if identity.different(entry.person.id, input.request.requested_by.id)

_signed(place) if input.facts.approvals[place].signature_ok == true

_signed(place) if {
	not tiers.at_least("high")
	not _signature_refuted(place)
}

_signature_refuted(place) if input.facts.approvals[place].signature_ok == false

_first_in(role) := object.filter(input.approvals[place], ["person", "decision", "at"]) if {
	place := min([place | some place in counted; input.approvals[place].role == role])
} else := null

# The first reason that fits an approval in the role.
_reason(role) := "rejected" if {
	rejected
} else := null if {
	filled[role]
} else := "none" if {
	not _attempts[role]
} else := _reasons[min(_faults[role])]

_attempts[entry.role] contains place if some place, entry in input.approvals

_reasons := [
	"other_request",
	"too_old",
	"future",
	"requester",
	"not_in_role",
	"unverified",
	"bad_signature",
	"conditions_open",
	"superseded",
]

_faults[role] contains rank if {
	some role in required
	some place in _attempts[role]
	some rank, reason in _reasons
	_has_fault(reason, place, input.approvals[place])
}

_has_fault("other_request", place, _) if not _for_this_request(place)

_has_fault("too_old", _, entry) if days.older(entry.at, _age_limit)

_has_fault("future", _, entry) if not _made(entry)

_has_fault("requester", _, entry) if not _asked_by_another(entry)

_has_fault("not_in_role", _, entry) if {
	not people.unknown
	not _held(entry)
}

_has_fault("unverified", _, _) if people.unknown

_has_fault("unverified", place, _) if {
	not _signed(place)
	not _signature_refuted(place)
}

_has_fault("bad_signature", place, _) if _signature_refuted(place)

_has_fault("conditions_open", _, entry) if {
	entry.decision == "conditional"
	not _in_favour(entry)
}

# What is in order and does not count has been taken back, or contradicts itself.
_has_fault("superseded", _, _)

_for_this_request(place) if input.facts.approvals[place].subject_ok == true

_made(entry) if days.passed(entry.at)

_held(entry) if holds(entry.role, entry.person.id)
