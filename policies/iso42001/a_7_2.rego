# METADATA
# scope: package
# title: Data management for development
# custom:
#   control: A.7.2
package iso42001.a_7_2

import data.gate.lib.compare
import data.gate.lib.datasets
import data.gate.lib.evidence
import data.gate.lib.lift
import data.gate.lib.privacy
import data.gate.lib.retention
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: An approved, current process for managing data governs this system
# custom:
#   rule: A.7.2-1
#   profile: K
#   lift: personal_data
#   needs: [organisation.aims.data_process]
#   found: [organisation.aims.data_process.evidence_id]
#   remediation: Attach the approved data-management process (kind data_process, reviewed within two years) that
#     covers this system or its organisational unit.
#   maps: {
#     eu_ai_act: 'Art 10(1)-(3),(5); GDPR 35', nist_ai_rmf: 'MAP 4.1, MEASURE 2.10', iso: 42005 6.4; 23894 Annex B
#   }
passes contains "A.7.2-1" if {
	evidence.holds(_process, "data_process", data.tables.AGE.data_process, evidence.any_role)
}

stale contains "A.7.2-1" if {
	element := evidence.item(_process)
	element.kind == "data_process"
	element.status == "approved"
	evidence.outdated(element, data.tables.AGE.data_process)
}

unverified contains "A.7.2-1" if evidence.unchecked(evidence.item(_process))

invalid contains "A.7.2-1" if not evidence.names(_process, "data_process")

found["A.7.2-1"] := {"process": evidence.shown(
	_process,
	["kind", "status", "issued_at", "last_reviewed_at", "expires_at", "applies_to"],
)}

# METADATA
# title: Every dataset with personal data has a legal basis, a retention time, a current approved data protection
#   impact assessment and, from high on, a stated minimisation
# custom:
#   rule: A.7.2-2
#   profile: K
#   each: data[]
#   lift: personal_data
#   needs: ['data[].acquisition.legal_basis', 'data[].retention_days', 'data[].dpia']
#   reason: No dataset holds personal data.
#   found: [
#     'data[].id', 'data[].personal_data', 'data[].acquisition.legal_basis', 'data[].retention_days',
#     'data[].minimisation', 'data[].dpia.evidence_id'
#   ]
#   remediation: For each named dataset state the legal basis, the retention time and (from high on) how the personal
#     data is kept to what is needed, and attach a data protection impact assessment approved by the DPO, legal,
#     the risk owner or the executive within the age limit.
#   maps: {
#     eu_ai_act: 'Art 10(1)-(3),(5); GDPR 35', nist_ai_rmf: 'MAP 4.1, MEASURE 2.10', iso: 42005 6.4; 23894 Annex B
#   }
passes contains "A.7.2-2" if {
	count(datasets.personal) > 0
	every place in datasets.personal {
		privacy.lawful(place)
		_assessed(place)
	}
}

exempt contains ["A.7.2-2", place] if some place in (datasets.places - datasets.personal)

# Only the assessments keep the rule from passing, and these only by their age.
stale contains "A.7.2-2" if {
	every place in datasets.personal {
		privacy.lawful(place)
		_assessed_once(place)
	}
}

# Only the assessments keep the rule from passing, and these only because the gate could not check their files.
unverified contains "A.7.2-2" if {
	every place in datasets.personal {
		privacy.lawful(place)
		_assessed_unchecked(place)
	}
}

invalid contains "A.7.2-2" if {
	some place in datasets.personal
	input.data[place].acquisition.legal_basis == "none_needed"
}

invalid contains "A.7.2-2" if {
	some place in datasets.personal
	not evidence.names(input.data[place].dpia, "dpia")
}

found["A.7.2-2"] := {"assessments": [shown |
	some place, dataset in input.data
	place in datasets.personal
	element := evidence.item(dataset.dpia)
	shown := object.union(
		{"dataset": dataset.id, "approved_by": object.filter(element.approved_by, ["role"])},
		object.filter(element, ["issued_at", "last_reviewed_at"]),
	)
]}

# METADATA
# title: Every category of special-category data has a recorded exemption
# custom:
#   rule: A.7.2-3
#   profile: K
#   each: data[]
#   lift: personal_data
#   needs: ['data[].special_categories', 'data[].dpia']
#   reason: No dataset holds special-category data.
#   found: ['data[].id', 'data[].personal_data', 'data[].special_categories']
#   remediation: Record in the impact assessment of the dataset (fields.special_category, one object {dataset,
#     category, exemption, reference} per category) which exemption permits the processing and where that is
#     laid down.
#   maps: {
#     eu_ai_act: 'Art 10(1)-(3),(5); GDPR 35', nist_ai_rmf: 'MAP 4.1, MEASURE 2.10', iso: 42005 6.4; 23894 Annex B
#   }
#   open: fields.special_category is a convention of ours, there is no field for the exemption; that the impact
#     assessment is current is rule 2, not asked again here.
passes contains "A.7.2-3" if {
	count(privacy.special) > 0
	every place in privacy.special {
		privacy.excepted(input.data[place])
	}
}

exempt contains ["A.7.2-3", place] if some place in (datasets.places - privacy.special)

invalid contains "A.7.2-3" if {
	some place in privacy.special
	not input.data[place].personal_data == "special_category"
}

invalid contains "A.7.2-3" if {
	some place in privacy.special
	some record in privacy.exemptions(input.data[place])
	not _exemption_listed(record)
}

found["A.7.2-3"] := {"exemptions": [record |
	some place, dataset in input.data
	place in privacy.special
	some record in privacy.exemptions(dataset)
]}

# METADATA
# title: No dataset is held longer than its retention time without proof of disposal
# custom:
#   rule: A.7.2-4
#   profile: K
#   each: data[]
#   lift: personal_data
#   needs: ['data[].retention_days']
#   reason: No dataset holds personal data or states a retention time.
#   found: [
#     'data[].id', 'data[].role', 'data[].retention_days', 'data[].acquisition.collected_from',
#     'data[].acquisition.collected_to', 'data[].disposal'
#   ]
#   remediation: Dispose of the dataset whose retention time has run out and record method and date of verification,
#     or correct its dates or retention time.
#   maps: {
#     eu_ai_act: 'Art 10(1)-(3),(5); GDPR 35', nist_ai_rmf: 'MAP 4.1, MEASURE 2.10', iso: 42005 6.4; 23894 Annex B
#   }
#   open: Data in use (rag or production_input only) is taken to be deleted on a rolling basis, so its clock starts
#     at collected_from and the deletion has to be verified again within T.AGE.quality.
passes contains "A.7.2-4" if {
	count(retention.limited) > 0
	every place in retention.limited {
		retention.kept(input.data[place])
	}
}

exempt contains ["A.7.2-4", place] if some place in (datasets.places - retention.limited)

stale contains "A.7.2-4" if {
	every place in retention.limited {
		retention.kept_once(input.data[place])
	}
}

invalid contains "A.7.2-4" if {
	some place in retention.limited
	not retention.kept(input.data[place])
	retention.impossible_dates(input.data[place])
}

# METADATA
# title: Access to every dataset is classified, personal data is encrypted at rest, and the personal data the system
#   processes is listed
# custom:
#   rule: A.7.2-5
#   profile: K
#   lift: personal_data
#   needs: ['data[]', 'data[].access.classification']
#   reason: The system has no data of its own, trains no model and processes no personal data.
#   found: [system.personal_data, 'data[].id', 'data[].personal_data', 'data[].access']
#   remediation: Classify access to each dataset, encrypt personal data at rest, keep special-category data
#     confidential or restricted, and list the datasets that carry the personal data the system declares.
#   maps: {
#     eu_ai_act: 'Art 10(1)-(3),(5); GDPR 35', nist_ai_rmf: 'MAP 4.1, MEASURE 2.10', iso: 42005 6.4; 23894 Annex B
#   }
#   open: 'Two conditions are ours: special-category data is never public or internal, and the class of personal
#     data declared for the system must occur in data[], so that leaving the dataset out does not switch the
#     personal-data rules off.'
passes contains "A.7.2-5" if {
	every dataset in input.data {
		privacy.protected(dataset)
	}
	_declared_class_listed
}

exempt contains "A.7.2-5" if {
	count(datasets.places) == 0
	datasets.nothing_trained
	not lift.holds.personal_data
}

# METADATA
# title: Why each development dataset represents its population is justified in substance
# custom:
#   rule: A.7.2-6
#   profile: K
#   each: data[]
#   lift: personal_data
#   needs: ['data[].representativeness.justification']
#   reason: The row is below high, or no dataset is used for development.
#   found: ['data[].id', 'data[].representativeness.justification']
#   remediation: Explain for each training, validation and test dataset why it represents the people and conditions
#     the system will meet, in at least the length asked for the tier.
#   maps: {
#     eu_ai_act: 'Art 10(1)-(3),(5); GDPR 35', nist_ai_rmf: 'MAP 4.1, MEASURE 2.10', iso: 42005 6.4; 23894 Annex B
#   }
passes contains "A.7.2-6" if {
	count(datasets.for_development) > 0
	every place in datasets.for_development {
		text.substantial(
			input.data[place].representativeness.justification,
			$"/data/{place}/representativeness/justification",
			datasets.row,
		)
	}
}

exempt contains "A.7.2-6" if datasets.row_below("high")

exempt contains ["A.7.2-6", place] if some place in (datasets.places - datasets.for_development)

_process := input.organisation.aims.data_process

_exemption_listed(record) if record.exemption in data.tables.DATA.exemptions

# The age limit is that of the effective tier; the row does not shorten it.
_assessed(place) if {
	evidence.holds(input.data[place].dpia, "dpia", tiers.here(data.tables.AGE.ia), data.tables.ROLE.dpia)
}

_assessed_once(place) if _assessed(place)

_assessed_once(place) if {
	evidence.stale(input.data[place].dpia, "dpia", tiers.here(data.tables.AGE.ia), data.tables.ROLE.dpia)
}

_assessed_unchecked(place) if _assessed(place)

_assessed_unchecked(place) if {
	evidence.unverified(input.data[place].dpia, "dpia", tiers.here(data.tables.AGE.ia), data.tables.ROLE.dpia)
}

# Leaving out the dataset that carries the personal data must not switch the rules on personal data off.
_declared_class_listed if {
	some dataset in input.data
	compare.at_least(_sensitivity(dataset.personal_data), _sensitivity(input.system.personal_data))
}

_sensitivity(class) := data.tables.DATA.pd_rank[class]
