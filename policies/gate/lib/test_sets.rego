# METADATA
# scope: package
# title: The datasets that evaluations are made on
package gate.lib.test_sets

import data.gate.lib.artefacts
import data.gate.lib.datasets

# METADATA
# title: The ids of datasets that a model was trained on
training contains dataset.id if {
	some dataset in input.data
	datasets.trains(dataset)
}

# METADATA
# title: The ids of datasets for tests, which are not training data themselves and share no digest with them
held_out contains dataset.id if {
	some dataset in input.data
	_for_tests(dataset)
	not datasets.trains(dataset)
	not _trained_on(dataset)
}

_for_tests(dataset) if {
	is_array(dataset.role)
	"test" in dataset.role
}

_trained_on(dataset) if _training_digests[artefacts.pair(dataset.digest)]

_training_digests contains artefacts.pair(dataset.digest) if {
	some dataset in input.data
	datasets.trains(dataset)
}
