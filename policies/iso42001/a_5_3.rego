# METADATA
# scope: package
# title: Impact-assessment records
# custom:
#   control: A.5.3
package iso42001.a_5_3

import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.digests
import data.gate.lib.evidence
import data.gate.lib.lists
import data.gate.lib.people
import data.gate.lib.rights_assessment
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: The record of the impact assessment is attached, approved and re-hashed by the gate
# custom:
#   rule: A.5.3-1
#   profile: S
#   tiers: [limited, high, critical]
#   reason: At the minimal tier the questions that derive the tier are the assessment
#   needs: [impact_assessment.id, impact_assessment.document]
#   found: [impact_assessment.id, impact_assessment.document.evidence_id]
#   remediation: >-
#     Attach the approved impact-assessment document as evidence of kind impact_assessment that applies to this system,
#     with the sha256 of exactly the attached file.
#   maps:
#     eu_ai_act: Art 27(3), 49, 18
#     nist_ai_rmf: MAP 5.1, GOVERN 4.2
#     iso: 42005 5.10-5.11, 6.1-6.2
passes contains "A.5.3-1" if {
	_record_holds
	_file_checked == true
}

stale contains "A.5.3-1" if {
	evidence.lapsed(input.impact_assessment.document, "impact_assessment", _record_age, _approving_roles)
}

unverified contains "A.5.3-1" if {
	evidence.unverified(input.impact_assessment.document, "impact_assessment", _record_age, _approving_roles)
}

# The gate hashes the record itself whatever the tier.
unverified contains "A.5.3-1" if {
	_record_holds
	_file_checked == null
}

invalid contains "A.5.3-1" if {
	evidence.invalid(input.impact_assessment.document, "impact_assessment", _record_age, _approving_roles)
}

found["A.5.3-1"] := object.union(
	{"record": shown | shown := json.filter(
		_record,
		["kind", "status", "digest", "issued_at", "approved_by/role", "applies_to"],
	)},
	{"digest_ok": _file_checked},
)

_record_holds if {
	text.stated(input.impact_assessment.id, "/impact_assessment/id")
	evidence.holds(input.impact_assessment.document, "impact_assessment", _record_age, _approving_roles)
	input.system.id in _record.applies_to
}

_record := evidence.item(input.impact_assessment.document)

_record_age := tiers.here(data.tables.AGE.ia)

_approving_roles := tiers.here(data.tables.ROLE.ia)

default _file_checked := null

_file_checked := input.facts.evidence[_record.id].digest_ok

# METADATA
# title: The impact assessment covers every model that is deployed, by digest
# custom:
#   rule: A.5.3-2
#   profile: S
#   tiers: [limited, high, critical]
#   reason: At the minimal tier the questions that derive the tier are the assessment
#   needs: [impact_assessment, "models[]"]
#   found: [impact_assessment.scope_models, "models[].id", "models[].artifact.digest"]
#   remediation: >-
#     Put the digest of every deployed model artefact into impact_assessment.scope_models; for a vendor model without a
#     digest list id and version in fields.models of the assessment record.
#   open: >-
#     a vendor model without a digest cannot stand in scope_models, so the assessment record names it by id and version
#   maps:
#     eu_ai_act: Art 27(3), 49, 18
#     nist_ai_rmf: MAP 5.1, GOVERN 4.2
#     iso: 42005 5.10-5.11, 6.1-6.2
passes contains "A.5.3-2" if {
	lists.filled(input.models)
	every place, _ in input.models {
		_covered[place]
	}
}

invalid contains "A.5.3-2" if {
	lists.filled(input.impact_assessment.scope_models)
	count(_covered_by_digest) == 0
}

found["A.5.3-2"] := {"models_not_covered": [model.id |
	some place, model in input.models
	not _covered[place]
]}

_covered := _covered_by_digest | _covered_by_record

_covered_by_digest contains place if {
	some place, model in input.models
	some digest in input.impact_assessment.scope_models
	digests.same(digest, model.artifact.digest)
}

_covered_by_record contains place if {
	some place, model in input.models
	model.source == "vendor_api"
	_without_digest(model)
	is_string(model.id)
	is_string(model.version)
	some named in _record.fields.models
	named.id == model.id
	named.version == model.version
}

_without_digest(model) if days.absent(model, "artifact")

_without_digest(model) if days.absent(model.artifact, "digest")

# METADATA
# title: >-
#   The impact assessment was approved by somebody with the role the tier asks for who did not write it
# custom:
#   rule: A.5.3-3
#   profile: S
#   tiers: [limited, high, critical]
#   reason: At the minimal tier the questions that derive the tier are the assessment
#   needs:
#     - impact_assessment.approved_by.role
#     - impact_assessment.approved_by.person.id
#     - impact_assessment.performed_by[]
#     - impact_assessment.performed_by[].id
#   found:
#     - impact_assessment.approved_by.role
#     - impact_assessment.approved_by.person.id
#     - impact_assessment.approved_by.at
#     - impact_assessment.performed_by[].id
#   remediation: >-
#     Let a person with one of the listed roles, who is active in the directory and did not perform the assessment,
#     approve it.
#   maps:
#     eu_ai_act: Art 27(3), 49, 18
#     nist_ai_rmf: MAP 5.1, GOVERN 4.2
#     iso: 42005 5.10-5.11, 6.1-6.2
passes contains "A.5.3-3" if {
	_approved_by_another
	_all_known
}

unverified contains "A.5.3-3" if {
	tiers.at_least("high")
	people.unknown
	_approved_by_another
}

found["A.5.3-3"] := {"roles": _approving_roles}

_approved_by_another if {
	approval := input.impact_assessment.approved_by
	approval.decision == "approve"
	approval.role in _approving_roles
	days.passed(approval.at)
	is_string(approval.person.id)
	lists.filled(input.impact_assessment.performed_by)
	every author in input.impact_assessment.performed_by {
		is_string(author.id)
		author.id != approval.person.id
	}
}

_all_known if tiers.at_most("limited")

_all_known if {
	_at_work(input.impact_assessment.approved_by.person.id)
	every author in input.impact_assessment.performed_by {
		_at_work(author.id)
	}
}

_at_work(person_id) if {
	people.active(person_id)
	people.human(person_id)
}

# METADATA
# title: The record of the impact assessment is kept for the required time
# custom:
#   rule: A.5.3-4
#   profile: S
#   tiers: [limited, high, critical]
#   reason: At the minimal tier the questions that derive the tier are the assessment
#   needs: [impact_assessment.document]
#   found: [impact_assessment.document.evidence_id]
#   remediation: >-
#     Set retention_until of the impact-assessment record to a date at least ia_retention_days from now.
#   maps:
#     eu_ai_act: Art 27(3), 49, 18
#     nist_ai_rmf: MAP 5.1, GOVERN 4.2
#     iso: 42005 5.10-5.11, 6.1-6.2
passes contains "A.5.3-4" if {
	_record.kind == "impact_assessment"
	compare.at_most(days.since(_record.retention_until), 0 - data.tables.ia_retention_days)
}

found["A.5.3-4"] := object.union(
	{"retention_days_min": data.tables.ia_retention_days},
	{"record": shown | shown := object.filter(_record, ["kind", "retention_until"])},
)

# METADATA
# title: >-
#   The impact assessment is published where a regime asks for it, and the fundamental-rights assessment is complete and
#   notified where EU law asks for it
# custom:
#   rule: A.5.3-5
#   profile: S
#   envs: [prod]
#   reason: No regime of this system asks for publication of the assessment or for a fundamental-rights assessment
#   needs: [impact_assessment]
#   severity:
#     - {when: withheld_with_reason, set: R}
#   found:
#     - classification.regimes[].regime
#     - classification.eu.art27_required
#     - impact_assessment.publication
#     - impact_assessment.fria.authority_notified_at
#   remediation: >-
#     Publish the impact assessment and give its https address; state art27_required, and where it is true fill all six
#     elements of impact_assessment.fria and record the date on which the authority was notified.
#   maps:
#     eu_ai_act: Art 27(3), 49, 18
#     nist_ai_rmf: MAP 5.1, GOVERN 4.2
#     iso: 42005 5.10-5.11, 6.1-6.2
passes contains "A.5.3-5" if {
	_publication_settled
	rights_assessment.settled
}

exempt contains "A.5.3-5" if {
	not _publication_asked
	not rights_assessment.asked
}

when contains ["A.5.3-5", "withheld_with_reason"] if {
	tiers.at_least("high")
	publication := input.impact_assessment.publication
	publication.published == false
	text.substantial(
		publication.withheld_reason,
		"/impact_assessment/publication/withheld_reason",
		tiers.effective,
	)
	rights_assessment.settled
}

found["A.5.3-5"] := {
	"characters_min": tiers.here(data.tables.MINTXT),
	"elements_of_fria_not_filled": rights_assessment.elements_not_filled,
}

_publication_asked if {
	some regime in input.classification.regimes
	regime.regime in data.tables.IA.publish
}

_publication_settled if not _publication_asked

_publication_settled if {
	input.impact_assessment.publication.published == true
	startswith(input.impact_assessment.publication.uri, "https://")
}
