package gate.lib.artefacts_test

import data.gate.lib.artefacts
import data.testing

sha256(value) := {"alg": "sha256", "value": value}

document := {
	"models": [
		{"id": "scorer", "source": "in_house", "artifact": {"digest": sha256("aa")}},
		{"id": "writer", "source": "vendor_api", "artifact": {"format": "api"}},
	],
	"resources": {"compute": {"environment_digest": sha256("ee")}},
	"facts": {"live": {"digests": ["sha256:aa"]}},
}

changed(path, value) := testing.changed(document, path, value)

removed(path) := testing.removed(document, path)

of_model(place, changed_document) := [digest |
	digest := artefacts.of_model(changed_document.models[place]) with input as changed_document
]

test_a_model_has_the_digest_of_its_artefact if of_model(0, document) == [sha256("aa")]

test_the_image_stands_for_a_model_at_its_vendor[note] if {
	some note, changed_document in {
		"no digest": document,
		"digest null": changed("/models/1/artifact/digest", null),
		"no artefact": removed("/models/1/artifact"),
		"artefact null": changed("/models/1/artifact", null),
		"artefact unreadable": changed("/models/1/artifact", []),
	}
	of_model(1, changed_document) == [sha256("ee")]
}

test_a_digest_of_its_own_comes_first if {
	of_model(1, changed("/models/1/artifact/digest", sha256("bb"))) == [sha256("bb")]
}

test_no_image_stands_for_a_model_of_ours[note] if {
	some note, changed_document in {
		"no digest": removed("/models/0/artifact/digest"),
		"no artefact": removed("/models/0/artifact"),
		"source not stated": removed("/models/0/source"),
	}
	not sha256("ee") in of_model(0, changed_document)
}

test_without_an_image_nothing_stands_for_a_model_at_its_vendor if of_model(1, removed("/resources")) == []

is_deployed(digest, changed_document) if artefacts.is_deployed(digest) with input as changed_document

test_what_is_deployed if {
	is_deployed(sha256("aa"), document)
	is_deployed(sha256("ee"), document)
	not is_deployed(sha256("bb"), document)
	not is_deployed({"alg": "sha512", "value": "aa"}, document)
	not is_deployed(sha256("ee"), removed("/resources"))
	not is_deployed(sha256("aa"), removed("/models"))
	not is_deployed(sha256("aa"), changed("/models", {"0": document.models[0]}))
	is_deployed(sha256("aa"), removed("/resources"))
}

test_a_digest_has_algorithm_and_value[note] if {
	some note, digest in {
		"no value": {"alg": "sha256"},
		"empty": sha256(""),
		"null": sha256(null),
		"no algorithm": {"value": "aa"},
		"text": "aa",
		"nothing": null,
	}
	not is_deployed(digest, changed("/models/0/artifact/digest", digest))
}

key(place, changed_document) := [key |
	key := artefacts.key(changed_document.models[place]) with input as changed_document
]

test_keys if {
	key(0, document) == ["sha256:aa"]
	key(1, document) == ["sha256:ee"]
	key(0, removed("/models/0/artifact/digest")) == []
	key(0, changed("/models/0/artifact/digest/value", null)) == []
}

is_live(place, changed_document) if {
	artefacts.is_live(changed_document.models[place]) with input as changed_document
}

test_live_artefacts if {
	is_live(0, document)
	not is_live(1, document)
	not is_live(0, changed("/facts/live", null))
	not is_live(0, removed("/facts/live"))
	not is_live(0, removed("/models/0/artifact/digest"))
}
