# METADATA
# scope: package
# title: Datasets, what they are used for, and what evidence says about them
# description: |
#   The rules on data ask the row of the table that belongs to the effective tier, or the next higher one where personal
#   data is involved. A dataset is named by its place in `data`. What is not stated never leaves a dataset out.
package gate.lib.datasets

import data.gate.lib.days
import data.gate.lib.digests
import data.gate.lib.evidence
import data.gate.lib.lift
import data.gate.lib.tiers

# METADATA
# title: The tier that rules on data take their values from
row := lift.row("personal_data")

# METADATA
# title: Is the row this tier or a higher one?
row_at_least(tier) if tiers.reaches(row, tier)

# METADATA
# title: Is the row a lower tier than this one?
row_below(tier) if tiers.rank[row] < tiers.rank[tier]

# METADATA
# title: The entry of a table with four values that belongs to the row
limit(table) := tiers.pick(table, row)

# METADATA
# title: The places of all datasets
places contains place if some place, _ in input.data

# METADATA
# title: The places of datasets that may hold personal data
personal contains place if {
	some place, dataset in input.data
	not dataset.personal_data == "none"
}

# METADATA
# title: The places of datasets used to develop a model
for_development contains place if {
	some place, dataset in input.data
	development(dataset)
}

# METADATA
# title: The places of datasets kept for development or retrieval
kept contains place if {
	some place, dataset in input.data
	_kept(dataset)
}

# METADATA
# title: The places of datasets that the running system reads, or may read because no role is stated
read_live contains place if {
	some place, dataset in input.data
	_may_be_live(dataset)
}

# METADATA
# title: The places of datasets that a model may have been trained on
may_train contains place if {
	some place, dataset in input.data
	_may_train(dataset)
}

# METADATA
# title: Is the dataset used to develop a model? One without a role is taken to be
development(dataset) if _has_role(dataset, {"train", "validate", "test", "fine_tune"})

development(dataset) if not _role_stated(dataset)

# METADATA
# title: Does the running system read the dataset?
live(dataset) if _has_role(dataset, {"rag", "production_input"})

# METADATA
# title: Is the dataset used to train a model?
trains(dataset) if _has_role(dataset, {"train", "fine_tune"})

# METADATA
# title: Can the data no longer change, because its quality report names the digest and nothing reads it live?
frozen(dataset) if {
	_role_stated(dataset)
	not live(dataset)
	_binds_digest(evidence.item(dataset.quality.report), dataset)
}

# METADATA
# title: Is it proved that no model was trained here?
nothing_trained if {
	is_array(input.models)
	every model in input.models {
		model.source in {"open_weights", "vendor_api"}
	}
}

# METADATA
# title: The first object about a dataset in the `fields.datasets` of an item of evidence
listing(element, dataset) := [listed |
	is_array(element.fields.datasets)
	some listed in element.fields.datasets
	listed.id == dataset.id
][0]

# METADATA
# title: Does the item speak about these very data, by digest, or by version where there is no digest?
binds(element, dataset) if _binds_digest(element, dataset)

binds(element, dataset) if {
	days.absent(dataset, "digest")
	is_string(dataset.version)
	dataset.version != ""
	listing(element, dataset).version == dataset.version
}

# METADATA
# title: How credible the one who asserts the item is; what the gate did not verify itself does not count as verified
assertion_rank(element) := max({0} | {rank |
	rank := data.tables.DATA.assert_rank[element.assertion]
	_credible(element)
})

# METADATA
# title: The legal bases of the request schema, other than that none is needed
legal_bases := {"consent", "contract", "legal_obligation", "vital", "public_task", "legitimate_interest", "research"}

# METADATA
# title: The ways to obtain data, of the request schema
methods := {"collected", "purchased", "licensed", "scraped", "public", "synthetic", "user_provided", "derived"}

# METADATA
# title: The classes of access, of the request schema
access_classes := {"public", "internal", "confidential", "restricted"}

_binds_digest(element, dataset) if {
	digests.sha256(dataset.digest)
	listing(element, dataset).digest == dataset.digest.value
}

_kept(dataset) if development(dataset)

_kept(dataset) if _has_role(dataset, {"rag"})

_may_be_live(dataset) if live(dataset)

_may_be_live(dataset) if not _role_stated(dataset)

_may_train(dataset) if trains(dataset)

_may_train(dataset) if not _role_stated(dataset)

# A role that no schema knows says nothing.
_role_stated(dataset) if {
	count(dataset.role) > 0
	every role in dataset.role {
		_roles[role]
	}
}

_roles := {"train", "validate", "test", "fine_tune", "rag", "production_input"}

_has_role(dataset, roles) if {
	some role in dataset.role
	role in roles
}

_credible(element) if element.assertion != "gate_verified"

_credible(element) if {
	input.facts.evidence[element.id].digest_ok == true
	input.facts.evidence[element.id].signature_ok == true
}
