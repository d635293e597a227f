# METADATA
# scope: package
# title: Responsible design and development process
# custom:
#   control: A.6.1.3
package iso42001.a_6_1_3

import data.gate.lib.days
import data.gate.lib.digests
import data.gate.lib.evidence
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: An approved, current development process governs this system
# custom:
#   rule: A.6.1.3-1
#   profile: S
#   tiers: [high, critical]
#   envs: [prod]
#   needs: [organisation.aims.dev_process]
#   found: [organisation.aims.dev_process.evidence_id]
#   remediation: >-
#     Attach the approved development process (kind dev_process, issued or reviewed within two years) that covers this
#     system or its organisational unit.
#   maps:
#     eu_ai_act: Art 17(1)(b)-(c)
#     nist_ai_rmf: GOVERN 1.4, MAP 2.3
#     iso: 23894 5.3-5.4
passes contains "A.6.1.3-1" if {
	evidence.holds(input.organisation.aims.dev_process, "dev_process", _process_age, evidence.any_role)
}

stale contains "A.6.1.3-1" if {
	evidence.lapsed(input.organisation.aims.dev_process, "dev_process", _process_age, evidence.any_role)
}

unverified contains "A.6.1.3-1" if {
	evidence.unverified(input.organisation.aims.dev_process, "dev_process", _process_age, evidence.any_role)
}

invalid contains "A.6.1.3-1" if evidence.mistaken(input.organisation.aims.dev_process, "dev_process")

found["A.6.1.3-1"] := object.union(
	{"days_max": _process_age},
	{"process": shown | shown := evidence.shown(
		input.organisation.aims.dev_process,
		["kind", "status", "issued_at", "last_reviewed_at", "expires_at", "applies_to"],
	)},
)

_process_age := data.tables.AGE.dev_process

# METADATA
# title: The code is named by an exact, signed commit
# custom:
#   rule: A.6.1.3-2
#   profile: S
#   needs: [design.code.repo, design.code.commit]
#   severity:
#     - {when: in_dev, set: W}
#   found: [design.code.repo, design.code.commit, design.code.signed, facts.registries.code_signed]
#   remediation: >-
#     Give the full commit hash (no branch, tag or short hash) and sign that commit with a key the gate can check.
#   maps:
#     eu_ai_act: Art 17(1)(b)-(c)
#     nist_ai_rmf: GOVERN 1.4, MAP 2.3
#     iso: 23894 5.3-5.4
passes contains "A.6.1.3-2" if {
	text.filled(input.design.code.repo)
	_exact_commit
	_signed
}

unverified contains "A.6.1.3-2" if {
	_exact_commit
	tiers.at_least("high")
	not _signature_known
}

invalid contains "A.6.1.3-2" if not _exact_commit

when contains ["A.6.1.3-2", "in_dev"] if input.request.environment == "dev"

_exact_commit if digests.commit(input.design.code.commit)

_signed if input.facts.registries.code_signed == true

# Below the high tier the request's word is enough, unless the gate knows better.
_signed if {
	tiers.at_most("limited")
	input.design.code.signed == true
	not input.facts.registries.code_signed == false
}

_signature_known if input.facts.registries.code_signed != null

# METADATA
# title: The stages from concept to verification were each approved by a person, in order
# custom:
#   rule: A.6.1.3-3
#   profile: S
#   tiers: [high, critical]
#   envs: [prod]
#   needs: ["design.design_reviews[]"]
#   severity:
#     - {when: every_stage_approved, set: R}
#   found: ["design.design_reviews[].stage", "design.design_reviews[].at", "design.design_reviews[].approved_by"]
#   remediation: >-
#     Record date and approving person of the named stage gate; where the dates are out of order, correct them or pass
#     the later stage again.
#   maps:
#     eu_ai_act: Art 17(1)(b)-(c)
#     nist_ai_rmf: GOVERN 1.4, MAP 2.3
#     iso: 23894 5.3-5.4
passes contains "A.6.1.3-3" if {
	_every_stage_approved
	_in_order
}

invalid contains "A.6.1.3-3" if {
	_every_stage_approved
	not _in_order
}

invalid contains "A.6.1.3-3" if {
	some review in input.design.design_reviews
	review.stage in _stages
	days.ahead(review.at)
}

when contains ["A.6.1.3-3", "every_stage_approved"] if _every_stage_approved

_stages := ["concept", "design", "development", "verification"]

_every_stage_approved if {
	every stage in _stages {
		_ages[stage]
	}
}

_in_order if {
	_newest("concept") >= _newest("design")
	_newest("design") >= _newest("development")
	_newest("development") >= _newest("verification")
}

_newest(stage) := min(_ages[stage])

# Days since each valid gate of a stage.
_ages[review.stage] contains days.since(review.at) if {
	some review in input.design.design_reviews
	days.passed(review.at)
	text.written(review.approved_by.id)
	review.approved_by.type == "human"
}

# METADATA
# title: The update runs under a change ticket
# custom:
#   rule: A.6.1.3-4
#   profile: S
#   envs: [staging, prod]
#   actions: [update]
#   needs: [request.change.ticket]
#   found: [request.change.ticket]
#   remediation: Open a change ticket for this update and give its https address in request.change.ticket.
#   open: >-
#     In prod the row for minimal and limited is read like staging (rules 2 and 4); rules 1 and 3 are asked from high
#     in prod only.
#   maps:
#     eu_ai_act: Art 17(1)(b)-(c)
#     nist_ai_rmf: GOVERN 1.4, MAP 2.3
#     iso: 23894 5.3-5.4
passes contains "A.6.1.3-4" if {
	startswith(input.request.change.ticket, _https)
	count(input.request.change.ticket) > count(_https)
}

invalid contains "A.6.1.3-4" if {
	is_string(input.request.change.ticket)
	not startswith(input.request.change.ticket, _https)
}

_https := "https://"
