# METADATA
# scope: package
# title: Rules of the gate itself
# custom:
#   control: GATE
package gate.rules.gate

import data.gate.lib.approvals
import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.digests
import data.gate.lib.evidence
import data.gate.lib.lists
import data.gate.lib.text
import data.gate.lib.tiers
import data.gate.tier

# METADATA
# title: The declared tier is not below the effective tier
# custom:
#   rule: GATE-1
#   profile: K
#   needs: [classification.declared_tier]
#   severity:
#     - {when: two_steps_below, set: D}
#     - {when: always, set: R}
#   waivable: false
#   found: [classification.declared_tier]
#   required: A declared tier that is at least the effective one.
#   remediation: Declare the effective tier named here and supply what it asks for, or correct the fact that raises it.
#   maps: {eu_ai_act: Art 6, nist_ai_rmf: MAP 1.1, iso: 23894 6.3}
passes contains "GATE-1" if tiers.reaches(tier.declared, tier.effective)

when contains ["GATE-1", "two_steps_below"] if tiers.rank[tier.effective] - tiers.rank[tier.declared] >= 2

# Nothing declared is further below than anything declared.
when contains ["GATE-1", "two_steps_below"] if not tiers.known(tier.declared)

found["GATE-1"] := {
	"effective_tier": tier.effective,
	"raised_by": [reason |
		some reason in tier.reasons
		reason.tier == tier.effective
	],
}

# METADATA
# title: No source classifies the use as prohibited
# custom:
#   rule: GATE-2
#   profile: K
#   actions: [deploy, update, rollback]
#   needs: []
#   severity:
#     - {when: always, set: D}
#   waivable: false
#   found: [classification.eu.class]
#   required: A use that no source classifies as prohibited.
#   remediation: Stop this use; retire the system or change its purpose so that no source classifies it as prohibited
#     any more.
#   maps: {eu_ai_act: Art 5, nist_ai_rmf: MAP 1.1, iso: 42005 6.3.5}
passes contains "GATE-2" if {
	every reason in tier.reasons {
		reason.finding != "deny"
	}
}

found["GATE-2"] := {"prohibited_by": [{"source": reason.source, "value": reason.value} |
	some reason in tier.reasons
	reason.finding == "deny"
]}

# METADATA
# title: No source of the tier waits for a person to settle it
# custom:
#   rule: GATE-3
#   profile: K
#   needs: []
#   severity:
#     - {when: in_development, set: W}
#     - {when: always, set: R}
#   found: []
#   required: A tier whose sources are all settled.
#   remediation: Attach an approved evidence item of kind tier_confirmation (fields.tier) to the named regimes entry, or
#     state a class that the gate knows; an Art 6(3) exemption is reviewed each time.
#   maps: {eu_ai_act: Art 6(3)-(4), nist_ai_rmf: MAP 1.1, iso: 23894 6.3}
passes contains "GATE-3" if {
	every reason in tier.reasons {
		reason.finding != "review"
	}
}

when contains ["GATE-3", "in_development"] if input.request.environment == "dev"

found["GATE-3"] := {"to_settle": [object.filter(reason, ["code", "source", "value"]) |
	some reason in tier.reasons
	reason.finding == "review"
]}

# METADATA
# title: The facts that decide the tier are stated
# custom:
#   rule: GATE-4
#   profile: K
#   needs: [system.decision.role, system.decision.domain]
#   waivable: false
#   found: []
#   required: Role, domain, legal effect, reversibility and reach of the decision, the vulnerable groups, and whether
#     the system goes on learning; at the minimal tier role, domain and legal effect of a system that only informs.
#   remediation: State the named facts of system.decision, system.vulnerable_groups (an empty list means none) and
#     system.autonomy.continuous_learning.
#   maps: {eu_ai_act: 'Art 6, 11', nist_ai_rmf: MAP 1.1, iso: 42005 6.3.1}
#   open: An absent fact never raises the tier; in staging and production it holds the request up here instead. An
#     empty list is a statement, so an absent one and an empty one differ for system.vulnerable_groups.
passes contains "GATE-4" if count(_not_stated) == 0

found["GATE-4"] := {"not_stated": sort(_not_stated)}

_not_stated := _asked - _stated

_asked := _asked_always if _only_informs

_asked := _asked_always | _asked_of_others if not _only_informs

_only_informs if {
	tier.effective == "minimal"
	input.system.decision.role == "informs"
}

_asked_always := {"system.decision.role", "system.decision.domain", "system.decision.legal_effect"}

_asked_of_others := {
	"system.decision.reversibility",
	"system.decision.affected_persons_per_year",
	"system.vulnerable_groups",
	"system.autonomy.continuous_learning",
}

_stated contains "system.decision.role" if text.filled(input.system.decision.role)

_stated contains "system.decision.domain" if text.filled(input.system.decision.domain)

_stated contains "system.decision.legal_effect" if is_boolean(input.system.decision.legal_effect)

_stated contains "system.decision.reversibility" if {
	input.system.decision.reversibility in {"reversible", "likely_reversible", "difficult", "irreversible"}
}

_stated contains "system.decision.affected_persons_per_year" if {
	compare.at_least(input.system.decision.affected_persons_per_year, 0)
}

_stated contains "system.vulnerable_groups" if is_array(input.system.vulnerable_groups)

_stated contains "system.autonomy.continuous_learning" if is_boolean(input.system.autonomy.continuous_learning)

# METADATA
# title: A rollback goes back to artefacts that were allowed before
# custom:
#   rule: GATE-5
#   profile: K
#   envs: [staging, prod]
#   actions: [rollback]
#   needs: ["models[]"]
#   severity:
#     - {when: always, set: D}
#   waivable: false
#   found: ["models[].id", "models[].artifact.digest", resources.compute.environment_digest, facts.live.version]
#   required: Artefacts that an earlier decision allowed.
#   remediation: Roll back to an artefact with an allowed decision, or submit this one as action deploy or update.
#   maps: {eu_ai_act: Art 15(4), nist_ai_rmf: MANAGE 2.4, iso: 23894 6.5}
#   open: Without this rule action rollback would be a way round every rule that is asked on deploy and update only.
passes contains "GATE-5" if {
	lists.filled(input.models)
	every model in input.models {
		_allowed_before[digests.text(_deployed(model))]
	}
}

unverified contains "GATE-5" if {
	input.facts.live == null
	count(input.facts.staged) == 0
}

_allowed_before contains digest if some digest in input.facts.staged

_allowed_before contains digest if some digest in input.facts.live.digests

# What stands for a model: its artefact, or, where a vendor keeps that, the environment that calls it.
_deployed(model) := digest if {
	digest := object.get(model, ["artifact", "digest"], null)
	digest != null
} else := input.resources.compute.environment_digest if {
	model.source == "vendor_api"
}

# METADATA
# title: A retirement is planned, its data is disposed of, customers know, and the owner approves
# custom:
#   rule: GATE-6
#   profile: S
#   envs: [prod]
#   actions: [retire]
#   needs: [operations.retirement.plan, operations.retirement.data_disposal]
#   found:
#     - operations.retirement
#     - customers[].segment
#     - transparency.interested_parties[]
#     - approvals[]
#   required: An approved plan, a statement of what becomes of the data, a notice to every segment of customers, and the
#     approval of the system's owner.
#   remediation: Attach the approved retirement plan, state how data and copies are disposed of, tell every customer, and
#     get the system owner's approval on this request.
#   maps: {eu_ai_act: 'Art 18, 20', nist_ai_rmf: GOVERN 1.7, iso: 42005 5.4}
#   open: The notice to a customer is an interested_parties row whose party is the customer's segment and whose
#     information holds "retirement"; there is no field of its own.
passes contains "GATE-6" if {
	evidence.holds(
		input.operations.retirement.plan, "retirement_plan",
		tiers.here(data.tables.AGE.policy), evidence.any_role,
	)
	text.substantial(
		input.operations.retirement.data_disposal,
		"/operations/retirement/data_disposal",
		tiers.effective,
	)
	_customers_know
	approvals.approved
}

found["GATE-6"] := {"approval": approvals.standing}

# Without customers there is nobody to tell.
_customers_know if object.get(input, "customers", null) == null

_customers_know if {
	is_array(input.customers)
	every customer in input.customers {
		_told[customer.segment]
	}
}

_told contains party.party if {
	is_array(input.transparency.interested_parties)
	some party in input.transparency.interested_parties
	is_string(party.party)
	is_array(party.information)
	"retirement" in party.information
	days.passed(party.delivered_at)
}
