# METADATA
# scope: package
# title: System and computing resources
# custom:
#   control: A.4.5
package iso42001.a_4_5

import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.digests
import data.gate.lib.lift
import data.gate.lib.lists
import data.gate.lib.regions
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: The system runs where its data may be
# custom:
#   rule: A.4.5-1
#   profile: S
#   needs: [resources.compute.provider, resources.compute.regions, system.personal_data]
#   severity:
#     - {when: critical_development, set: W}
#     - {when: personal_data_misplaced, set: D}
#   found: [resources.compute.provider, resources.compute.regions]
#   remediation: >-
#     State provider and regions, and move the workload to a region that is allowed for the kind of personal data it
#     processes.
#   maps:
#     eu_ai_act: Annex IV(1)(e),(2)(b), 53 Annex XI(e)
#     nist_ai_rmf: MAP 2.1*, MEASURE 2.12
#     iso: 42005 6.6?; 23894 6.4.2
passes contains "A.4.5-1" if {
	text.filled(input.resources.compute.provider)
	_regions_stated
	count(_misfits) == 0
}

when contains ["A.4.5-1", "critical_development"] if {
	input.request.environment == "dev"
	tiers.effective == "critical"
}

when contains ["A.4.5-1", "personal_data_misplaced"] if {
	input.request.environment == "prod"
	lift.holds.personal_data
	not _regions_fit
}

found["A.4.5-1"] := object.union(
	{"regions_that_do_not_fit": [region |
		some place, region in input.resources.compute.regions
		_misfits[place]
	]},
	{"strictest_class": strictest | strictest := _stated_classes[0]},
)

_stated_classes := [class |
	some class in ["special_category", "personal", "pseudonymised", "none"]
	_classes[class]
]

_regions_stated if lists.filled(input.resources.compute.regions)

_regions_fit if {
	_regions_stated
	count(_misfits) == 0
}

# Every kind of personal data that the system or a dataset holds; null is a kind that is not stated.
_classes contains _class(input.system)

_classes contains _class(dataset) if some dataset in input.data

_class(holder) := class if {
	class := holder.personal_data
} else := null

_misfits contains place if {
	some place, region in input.resources.compute.regions
	some class in _classes
	not _fits(region, class)
}

_fits(_, class) if "*" in data.tables.allowed_regions[class]

_fits(region, class) if lower(regions.area(region)) in data.tables.allowed_regions[class]

# METADATA
# title: The image that is rolled out is the image that was assessed
# custom:
#   rule: A.4.5-2
#   profile: S
#   envs: [prod]
#   needs: [resources.compute.environment_digest]
#   found: [resources.compute.environment_digest, facts.registries.image_digest]
#   remediation: >-
#     Set resources.compute.environment_digest to the digest of the image in the registry, or deploy the image that was
#     declared.
#   maps:
#     eu_ai_act: Annex IV(1)(e),(2)(b), 53 Annex XI(e)
#     nist_ai_rmf: MAP 2.1*, MEASURE 2.12
#     iso: 42005 6.6?; 23894 6.4.2
passes contains "A.4.5-2" if {
	digests.well_formed(input.resources.compute.environment_digest)
	digests.text(input.resources.compute.environment_digest) == input.facts.registries.image_digest
}

unverified contains "A.4.5-2" if input.facts.registries.image_digest == null

# METADATA
# title: The capacity of the environment was tested recently
# custom:
#   rule: A.4.5-3
#   profile: S
#   tiers: [high, critical]
#   needs: [resources.compute.capacity_tested_at]
#   severity:
#     - {when: development, set: W}
#   found: [resources.compute.capacity_tested_at]
#   remediation: Repeat the load test on this environment and record its date in capacity_tested_at.
#   maps:
#     eu_ai_act: Annex IV(1)(e),(2)(b), 53 Annex XI(e)
#     nist_ai_rmf: MAP 2.1*, MEASURE 2.12
#     iso: 42005 6.6?; 23894 6.4.2
passes contains "A.4.5-3" if days.within(input.resources.compute.capacity_tested_at, _test_age)

stale contains "A.4.5-3" if days.older(input.resources.compute.capacity_tested_at, _test_age)

invalid contains "A.4.5-3" if not _tested

when contains ["A.4.5-3", "development"] if input.request.environment == "dev"

found["A.4.5-3"] := {"days_max": _test_age}

_tested if days.passed(input.resources.compute.capacity_tested_at)

_test_age := tiers.here(data.tables.AGE.val)

# METADATA
# title: The energy use of every model is stated
# custom:
#   rule: A.4.5-4
#   profile: S
#   tiers: [high, critical]
#   needs: ["models[]"]
#   severity:
#     - {when: always, set: W}
#   found: ["models[].id", "models[].energy"]
#   remediation: >-
#     State energy for training or inference, or the emissions, of each model; a measured inference figure is enough.
#   maps:
#     eu_ai_act: Annex IV(1)(e),(2)(b), 53 Annex XI(e)
#     nist_ai_rmf: MAP 2.1*, MEASURE 2.12
#     iso: 42005 6.6?; 23894 6.4.2
passes contains "A.4.5-4" if {
	lists.filled(input.models)
	every model in input.models {
		_energy_stated(model)
	}
}

found["A.4.5-4"] := {"without_figure": [model.id |
	some model in input.models
	not _energy_stated(model)
]}

_energy_stated(model) if {
	some key in ["training_kwh", "inference_wh_per_1k", "co2e_t"]
	compare.above(model.energy[key], 0)
}
