# METADATA
# scope: package
# title: What is live already
# description: |
#   The gate knows the digests of the newest version that it allowed into production. A model that is called at its vendor
#   has no artefact of its own; the image that calls it stands for it. Without a digest nothing is live.
package gate.lib.live

import data.gate.lib.days
import data.gate.lib.digests
import data.gate.lib.lists

# METADATA
# title: The change keeps all models, and is of no type that asks for a new assessment
# description: Both have to be stated; a change without types or models may be any.
nothing_to_assess if {
	lists.filled(input.request.change.types)
	every type in input.request.change.types {
		not type in data.tables.IA.triggers
	}
	lists.filled(input.models)
	count(new_models) == 0
}

# METADATA
# title: The places of models that are not live
new_models contains place if {
	some place, model in input.models
	not _is_live(model)
}

_is_live(model) if {
	digest := model.artifact.digest
	digests.text(digest) in input.facts.live.digests
}

_is_live(model) if {
	model.source == "vendor_api"
	_without_digest(model)
	digests.text(input.resources.compute.environment_digest) in input.facts.live.digests
}

_without_digest(model) if days.absent(model, "artifact")

_without_digest(model) if days.absent(model.artifact, "digest")
