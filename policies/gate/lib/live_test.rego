package gate.lib.live_test

import data.gate.lib.live
import data.testing

sha256(value) := {"alg": "sha256", "value": value}

document := {
	"request": {"change": {"types": ["config", "prompt_change"]}},
	"models": [
		{"id": "scorer", "source": "in_house", "artifact": {"digest": sha256("aa")}},
		{"id": "writer", "source": "vendor_api", "artifact": {"format": "api"}},
	],
	"resources": {"compute": {"environment_digest": sha256("ee")}},
	"facts": {"live": {"version": "1", "digests": ["sha256:aa", "sha256:ee"]}},
}

changed(path, value) := testing.changed(document, path, value)

removed(path) := testing.removed(document, path)

new_models(changed_document) := places if places := live.new_models with input as changed_document

test_models_are_live[note] if {
	some note, changed_document in {
		"own digest, and image for a vendor": document,
		"digest null": changed("/models/1/artifact/digest", null),
		"artefact null": changed("/models/1/artifact", null),
		"no artefact": removed("/models/1/artifact"),
	}
	new_models(changed_document) == set()
}

test_second_model_is_new[note] if {
	some note, changed_document in {
		"another image": changed("/resources/compute/environment_digest", sha256("ff")),
		"no image": removed("/resources"),
		"no vendor": changed("/models/1/source", "open_weights"),
		"no source": removed("/models/1/source"),
		"own digest is another": changed("/models/1/artifact/digest", sha256("ff")),
		"own digest without a value": changed("/models/1/artifact/digest", {"alg": "sha256"}),
		"no model": changed("/models/1", null),
	}
	new_models(changed_document) == {1}
}

test_without_anything_live_every_model_is_new[note] if {
	some note, changed_document in {
		"nothing live": changed("/facts/live", null),
		"live not known": removed("/facts/live"),
		"no digests": removed("/facts/live/digests"),
		"empty": changed("/facts/live/digests", []),
		"another algorithm": changed("/facts/live/digests", ["sha512:aa", "sha512:ee"]),
	}
	new_models(changed_document) == {0, 1}
}

test_nothing_to_assess if live.nothing_to_assess with input as document

test_something_to_assess[note] if {
	some note, changed_document in {
		"no types": changed("/request/change/types", []),
		"types absent": removed("/request/change/types"),
		"types null": changed("/request/change/types", null),
		"text for types": changed("/request/change/types", "config"),
		"second type is a trigger": changed("/request/change/types", ["config", "new_use"]),
		"no models": changed("/models", []),
		"models absent": removed("/models"),
		"second model is new": changed("/models/1/source", "in_house"),
		"nothing live": changed("/facts/live", null),
	}
	not live.nothing_to_assess with input as changed_document
}
