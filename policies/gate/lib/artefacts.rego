# METADATA
# scope: package
# title: The artefacts that make up the system
# description: |
#   A system consists of the artefacts of its models and of one image that runs them. A model that is called at its
#   vendor has no artefact of its own; the image that calls it stands for it.
package gate.lib.artefacts

import data.gate.lib.digests

# METADATA
# title: The digest of the image; undefined when none is stated
image := input.resources.compute.environment_digest

# METADATA
# title: The digest of what stands for the model; undefined when there is none
of_model(model) := model.artifact.digest if not _is_called(model)

of_model(model) := image if _is_called(model)

# METADATA
# title: The digests of all models and of the image, as pairs of algorithm and value
deployed contains pair(of_model(model)) if {
	is_array(input.models)
	some model in input.models
}

deployed contains pair(image)

# METADATA
# title: Is this the digest of a model or of the image?
is_deployed(digest) if deployed[pair(digest)]

# METADATA
# title: Algorithm and value of a digest that has both; two digests are the same when their pairs are
pair(digest) := [digest.alg, digest.value] if digests.same(digest, digest)

# METADATA
# title: The digest of what stands for the model, as the facts write digests
key(model) := digests.text(of_model(model))

# METADATA
# title: Is the artefact of the model live already?
is_live(model) if key(model) in input.facts.live.digests

# Called at a vendor, and without a digest of its own.
_is_called(model) if {
	model.source == "vendor_api"
	not _has_digest(model)
}

_has_digest(model) if model.artifact.digest != null
