# METADATA
# scope: package
# title: Policy review
# custom:
#   control: A.2.4
package iso42001.a_2_4

import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.tiers

# METADATA
# title: The AI policy was reviewed within the last year
# custom:
#   rule: A.2.4-1
#   profile: O
#   needs: [organisation.aims.policy]
#   severity:
#     - {when: limited_production, set: W}
#   found: [organisation.aims.policy.evidence_id]
#   remediation: Have the AI policy reviewed and re-approved, then update last_reviewed_at.
#   maps:
#     eu_ai_act: Art 17(1)
#     nist_ai_rmf: GOVERN 1.1*, 1.5
#     iso: 23894 5.6-5.7
passes contains "A.2.4-1" if compare.between(_age, 0, tiers.here(data.tables.AGE.policy))

stale contains "A.2.4-1" if compare.above(_age, tiers.here(data.tables.AGE.policy))

invalid contains "A.2.4-1" if {
	some date in _dates
	not _is_date(date)
}

invalid contains "A.2.4-1" if compare.below(_age, 0)

when contains ["A.2.4-1", "limited_production"] if _limited_production

found["A.2.4-1"] := object.union(
	{"policy": object.filter(_policy, ["issued_at", "last_reviewed_at"])},
	{"age": days_old | days_old := _age},
)

# Days since the later of the two dates; a date that is none could be the later one.
_age := min([days.since(date) | some date in _dates]) if {
	every date in _dates {
		_is_date(date)
	}
}

_dates := [_policy[key] |
	some key in ["issued_at", "last_reviewed_at"]
	not days.absent(_policy, key)
]

_is_date(date) if is_number(days.since(date))

# METADATA
# title: The next review of the AI policy is scheduled and not overdue
# custom:
#   rule: A.2.4-2
#   profile: O
#   needs: [organisation.aims.policy]
#   severity:
#     - {when: limited_production, set: W}
#   found: [organisation.aims.policy.evidence_id]
#   remediation: Review the AI policy and set next_review_due to the date of the review after that.
#   maps:
#     eu_ai_act: Art 17(1)
#     nist_ai_rmf: GOVERN 1.1*, 1.5
#     iso: 23894 5.6-5.7
passes contains "A.2.4-2" if days.ahead(_policy.next_review_due)

stale contains "A.2.4-2" if days.passed(_policy.next_review_due)

when contains ["A.2.4-2", "limited_production"] if _limited_production

found["A.2.4-2"] := {"policy": object.filter(_policy, ["next_review_due"])}

_limited_production if {
	input.request.environment == "prod"
	tiers.effective == "limited"
}

# METADATA
# title: The AI policy was reviewed after the latest legal change or incident that calls for it
# custom:
#   rule: A.2.4-3
#   profile: O
#   needs: [organisation.aims.policy]
#   reason: no trigger for a policy review is due
#   found: [organisation.aims.policy.evidence_id]
#   remediation: >-
#     Review the AI policy in the light of the listed change or incident and update last_reviewed_at.
#   open: Triggers are data of the policies, where governance adds legal changes and incidents; the request has no field
#     for them.
#   maps:
#     eu_ai_act: Art 17(1)
#     nist_ai_rmf: GOVERN 1.1*, 1.5
#     iso: 23894 5.6-5.7
passes contains "A.2.4-3" if {
	count(_due) > 0
	count(_due - _covered) == 0
}

exempt contains "A.2.4-3" if {
	every trigger in data.tables.POLICY.triggers {
		trigger.due > _today
	}
}

stale contains "A.2.4-3" if {
	some name in _due
	every key in ["issued_at", "last_reviewed_at"] {
		_is_date(_policy[key])
		_day(_policy[key]) < data.tables.POLICY.triggers[name].date
	}
}

found["A.2.4-3"] := {
	"policy": object.filter(_policy, ["issued_at", "last_reviewed_at"]),
	"triggers_not_covered": sort([{"name": name, "date": data.tables.POLICY.triggers[name].date} |
		some name in (_due - _covered)
	]),
}

# Triggers after whose day of grace only a review counts that came after them.
_due contains name if {
	some name, trigger in data.tables.POLICY.triggers
	trigger.due <= _today
}

_covered contains name if {
	some name, trigger in data.tables.POLICY.triggers
	some date in _dates
	days.passed(date)
	_day(date) >= trigger.date
}

_today := _day(input.clock.now)

_day(date) := substring(date, 0, 10)

_policy := evidence.item(input.organisation.aims.policy)
