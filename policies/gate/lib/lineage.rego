# METADATA
# scope: package
# title: Where a dataset comes from, step by step
# description: |
#   The request states the chain of steps that made a dataset; evidence of kind data_lineage says the same from the side
#   of the pipeline.
package gate.lib.lineage

import data.gate.lib.compare
import data.gate.lib.datasets
import data.gate.lib.days
import data.gate.lib.digests
import data.gate.lib.evidence
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: The evidence of lineage that the dataset refers to
item(dataset) := evidence.item(dataset.provenance.lineage)

# METADATA
# title: What that evidence says about the dataset
listing(dataset) := datasets.listing(item(dataset), dataset)

# METADATA
# title: Does that evidence hold?
holds(dataset) if {
	evidence.holds(dataset.provenance.lineage, "data_lineage", data.tables.AGE.data_lineage, evidence.any_role)
}

# METADATA
# title: Is the one who asserts the evidence credible enough for the effective tier?
credible(element) if {
	compare.at_least(datasets.assertion_rank(element), tiers.here(data.tables.DATA.assert_min))
}

# METADATA
# title: Does the step say what was done, by whom, when, and with what result?
step_recorded(place, number) if {
	step := input.data[place].provenance.chain[number]
	text.stated(step.step, $"/data/{place}/provenance/chain/{number}/step")
	text.stated(step.actor, $"/data/{place}/provenance/chain/{number}/actor")
	days.passed(step.at)
	digests.sha256(step.output_digest)
}

# METADATA
# title: Does every step continue an earlier one, and the last make the dataset?
unbroken(dataset) if {
	chain := dataset.provenance.chain
	every number, _ in chain {
		_continues(chain, number)
	}
	digests.same(chain[count(chain) - 1].output_digest, dataset.digest)
}

# METADATA
# title: Is every step attested with a signature? The effective tier critical asks for it; no lift does
attested(_) if tiers.effective != "critical"

attested(chain) if {
	every step in chain {
		element := attestation(step)
		element.kind == "lineage_attestation"
		element.status == "approved"
		input.facts.evidence[element.id].digest_ok == true
		input.facts.evidence[element.id].signature_ok == true
	}
}

# METADATA
# title: The item that attests a step
attestation(step) := evidence.item({"evidence_id": step.attestation})

# The first step is the source and may have no input.
_continues(_, 0)

_continues(chain, number) if {
	compare.at_most(days.since(chain[number].at), days.since(chain[number - 1].at))
	some taken in chain[number].input_digests
	some made in array.slice(chain, 0, number)
	digests.same(taken, made.output_digest)
}
