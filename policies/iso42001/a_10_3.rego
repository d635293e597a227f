# METADATA
# scope: package
# title: Suppliers
# custom:
#   control: A.10.3
package iso42001.a_10_3

import data.gate.lib.compare
import data.gate.lib.contracts
import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.lists
import data.gate.lib.publishers
import data.gate.lib.sourcing
import data.gate.lib.tiers
import data.gate.lib.vendors
import data.gate.lib.versions

# METADATA
# title: Everything that comes from outside has a supplier on record
# custom:
#   rule: A.10.3-1
#   profile: S
#   reason: nothing comes from outside
#   needs: []
#   found: [resources.compute.provider]
#   remediation: >-
#     Add a suppliers[] entry with the right role for each listed model (publisher or vendor), data set and hosting
#     provider, and refer to it by supplier_id.
#   open: >-
#     tools carry no supplier reference, so they are not checked here (A.4.4 checks them); a fine-tune of an own base
#     model is declared in_house.
#   maps:
#     eu_ai_act: Art 25(4), 53, Annex XII
#     nist_ai_rmf: GOVERN 6.1-6.2, MANAGE 3.1-3.2, MAP 4.1-4.2
#     iso: 23894 Annex B (third party)
passes contains "A.10.3-1" if {
	sourcing.something_external
	count(sourcing.unrecorded_models) == 0
	count(sourcing.unrecorded_data) == 0
	sourcing.host_recorded
}

exempt contains "A.10.3-1" if not sourcing.something_external

found["A.10.3-1"] := {
	"models": [model.id | some model in sourcing.unrecorded_models],
	"data": [dataset.id | some dataset in sourcing.unrecorded_data],
	"hosting_on_record": count([1 | sourcing.host_recorded]) > 0,
}

# METADATA
# title: Every supplier was assessed recently and accepted
# custom:
#   rule: A.10.3-2
#   profile: S
#   each: suppliers[]
#   reason: no supplier is named (A.10.3-1 says whether one should be)
#   needs: ["suppliers[].assessed_at", "suppliers[].assessment_outcome"]
#   remediation: >-
#     Repeat the assessment of the listed suppliers, settle open conditions, and attach the approved report (evidence
#     kind supplier_assessment).
#   maps:
#     eu_ai_act: Art 25(4), 53, Annex XII
#     nist_ai_rmf: GOVERN 6.1-6.2, MANAGE 3.1-3.2, MAP 4.1-4.2
#     iso: 23894 Annex B (third party)
passes contains "A.10.3-2" if {
	lists.filled(input.suppliers)
	every supplier in input.suppliers {
		_assessed(supplier)
	}
}

stale contains "A.10.3-2" if {
	lists.filled(input.suppliers)
	every supplier in input.suppliers {
		_assessed_once(supplier)
	}
}

unverified contains "A.10.3-2" if {
	tiers.at_least("high")
	some supplier in input.suppliers
	evidence.unconfirmed(supplier.assessment, "supplier_assessment", _assessment_age, evidence.any_role)
}

found["A.10.3-2"] := {
	"days_max": _assessment_age,
	"suppliers": [json.filter(supplier, ["id", "assessed_at", "assessment_outcome", "assessment/evidence_id"]) |
		some supplier in input.suppliers
		not _assessed(supplier)
	],
}

_assessed(supplier) if {
	_accepted(supplier)
	days.within(supplier.assessed_at, _assessment_age)
	_report_holds(supplier)
}

# So it is, or was until the assessment or its report grew too old.
_assessed_once(supplier) if {
	_accepted(supplier)
	days.passed(supplier.assessed_at)
	_report_held(supplier)
}

_accepted(supplier) if supplier.assessment_outcome == "accept"

_accepted(supplier) if {
	tiers.at_most("limited")
	supplier.assessment_outcome == "accept_with_conditions"
}

_report_holds(_) if tiers.at_most("limited")

_report_holds(supplier) if {
	evidence.holds(supplier.assessment, "supplier_assessment", _assessment_age, evidence.any_role)
}

_report_held(supplier) if _report_holds(supplier)

_report_held(supplier) if {
	evidence.stale(supplier.assessment, "supplier_assessment", _assessment_age, evidence.any_role)
}

_assessment_age := tiers.here(data.tables.AGE.supplier)

# METADATA
# title: Contracts with suppliers cover AI, or open weights come with licence, origin and scan
# custom:
#   rule: A.10.3-3
#   profile: S
#   each: suppliers[]
#   reason: no supplier is named (A.10.3-1 says whether one should be)
#   needs: []
#   remediation: >-
#     Agree the missing AI clauses and attach the contract in force; for open weights record licence, artefact digest
#     and a clean model scan.
#   maps:
#     eu_ai_act: Art 25(4), 53, Annex XII
#     nist_ai_rmf: GOVERN 6.1-6.2, MANAGE 3.1-3.2, MAP 4.1-4.2
#     iso: 23894 Annex B (third party)
passes contains "A.10.3-3" if {
	lists.filled(input.suppliers)
	every supplier in input.suppliers {
		_bound(supplier)
	}
}

stale contains "A.10.3-3" if {
	lists.filled(input.suppliers)
	every supplier in input.suppliers {
		_bound_but_for_dates(supplier)
	}
}

found["A.10.3-3"] := {"suppliers": [shown |
	some supplier in input.suppliers
	not _bound(supplier)
	shown := object.union(
		json.filter(supplier, ["id", "contract/evidence_id", "contract_valid_to"]),
		{"clauses_missing": contracts.missing_clauses(supplier)},
	)
]}

_bound(supplier) if contracts.in_force(supplier)

_bound(supplier) if {
	publishers.open(supplier)
	publishers.scanned_recently
}

_bound_but_for_dates(supplier) if contracts.agreed(supplier)

_bound_but_for_dates(supplier) if publishers.open(supplier)

# METADATA
# title: The certificates of suppliers are in date
# custom:
#   rule: A.10.3-4
#   profile: S
#   each: suppliers[]
#   reason: no supplier relies on a certificate
#   needs: ["suppliers[].certificates"]
#   remediation: >-
#     Get the renewed certificate from the supplier and record its new valid_to; from high tier on a hosting supplier
#     needs at least one.
#   maps:
#     eu_ai_act: Art 25(4), 53, Annex XII
#     nist_ai_rmf: GOVERN 6.1-6.2, MANAGE 3.1-3.2, MAP 4.1-4.2
#     iso: 23894 Annex B (third party)
passes contains "A.10.3-4" if {
	count(_certified) > 0
	every place in _certified {
		_certificates_in_date(input.suppliers[place])
	}
}

exempt contains ["A.10.3-4", place] if {
	some place, _ in input.suppliers
	not _certified[place]
}

stale contains "A.10.3-4" if {
	some place in _certified
	some certificate in input.suppliers[place].certificates
	days.passed(certificate.valid_to)
}

found["A.10.3-4"] := {"certificates": [shown |
	some place, supplier in input.suppliers
	_certified[place]
	some certificate in supplier.certificates
	not _in_date(certificate)
	shown := object.union({"supplier": supplier.id}, object.filter(certificate, ["scheme", "valid_to"]))
]}

_certificates_in_date(supplier) if {
	lists.filled(supplier.certificates)
	every certificate in supplier.certificates {
		_in_date(certificate)
	}
}

_in_date(certificate) if days.ahead(certificate.valid_to)

# The places of suppliers that have a certificate, or need one.
_certified contains place if {
	some place, supplier in input.suppliers
	lists.something(supplier.certificates)
}

_certified contains place if {
	tiers.at_least("high")
	some place, supplier in input.suppliers
	_may_host(supplier)
}

_may_host(supplier) if "hosting" in supplier.role

_may_host(supplier) if not _role_stated(supplier)

_role_stated(supplier) if is_array(supplier.role)

# METADATA
# title: Vendor models are pinned and will not disappear soon
# custom:
#   rule: A.10.3-5
#   profile: S
#   each: models[]
#   reason: no model is called at a vendor
#   needs: ["models[].supplier_id"]
#   remediation: >-
#     Call a fixed version of the vendor model, record it in pinned_version, and record the earliest retirement date the
#     vendor gives; it must be more than 90 days away.
#   maps:
#     eu_ai_act: Art 25(4), 53, Annex XII
#     nist_ai_rmf: GOVERN 6.1-6.2, MANAGE 3.1-3.2, MAP 4.1-4.2
#     iso: 23894 Annex B (third party)
passes contains "A.10.3-5" if {
	count(vendors.called) > 0
	every place in vendors.called {
		_lasting(input.models[place])
	}
}

exempt contains ["A.10.3-5", place] if {
	some place, _ in input.models
	not vendors.called[place]
}

found["A.10.3-5"] := {"models": [shown |
	some place, model in input.models
	vendors.called[place]
	not _lasting(model)
	shown := object.union(
		object.filter(model, ["id", "version"]),
		{"suppliers": [object.filter(supplier, ["id", "pinned_version", "deprecation_date"]) |
			some supplier in input.suppliers
			supplier.id == model.supplier_id
		]},
	)
]}

_lasting(model) if {
	versions.exact(model.version)
	some supplier in input.suppliers
	supplier.id == model.supplier_id
	"model" in supplier.role
	versions.exact(supplier.pinned_version)
	compare.below(days.since(supplier.deprecation_date), 0 - data.tables.SUPPLIER.notice)
}

# METADATA
# title: There is an approved way out of every supplier the running system depends on
# custom:
#   rule: A.10.3-6
#   profile: S
#   tiers: [critical]
#   each: suppliers[]
#   reason: the running system depends on no supplier
#   needs: ["suppliers[].exit_plan"]
#   remediation: >-
#     Write and approve an exit or fallback plan for the listed suppliers, attach it as evidence of kind exit_plan, and
#     name them in its fields.supplier_ids.
#   maps:
#     eu_ai_act: Art 25(4), 53, Annex XII
#     nist_ai_rmf: GOVERN 6.1-6.2, MANAGE 3.1-3.2, MAP 4.1-4.2
#     iso: 23894 Annex B (third party)
passes contains "A.10.3-6" if {
	count(_depended_on) > 0
	every place in _depended_on {
		_can_be_left(input.suppliers[place])
	}
}

exempt contains ["A.10.3-6", place] if {
	some place, _ in input.suppliers
	not _depended_on[place]
}

unverified contains "A.10.3-6" if {
	some place in _depended_on
	some plan in _exit_plans
	input.suppliers[place].id in plan.fields.supplier_ids
	evidence.unconfirmed({"evidence_id": plan.id}, "exit_plan", _assessment_age, evidence.any_role)
}

found["A.10.3-6"] := {
	"suppliers": [object.filter(supplier, ["id", "exit_plan"]) |
		some place, supplier in input.suppliers
		_depended_on[place]
		not _can_be_left(supplier)
	],
	"exit_plans": [json.filter(plan, ["id", "fields/supplier_ids"]) | some plan in _exit_plans],
}

_can_be_left(supplier) if {
	supplier.exit_plan == true
	some plan in _exit_plans
	is_array(plan.fields.supplier_ids)
	supplier.id in plan.fields.supplier_ids
	evidence.good(plan, "exit_plan", _assessment_age, evidence.any_role)
}

_exit_plans := [plan |
	some plan in evidence.nameable
	plan.kind == "exit_plan"
]

# The places of suppliers without which the system does not run, or may not.
_depended_on contains place if {
	some place, supplier in input.suppliers
	not _replaceable(supplier)
}

_replaceable(supplier) if {
	is_array(supplier.role)
	not "hosting" in supplier.role
	not "tool" in supplier.role
	not _vendors[supplier.id]
}

_vendors contains input.models[place].supplier_id if some place in vendors.called
