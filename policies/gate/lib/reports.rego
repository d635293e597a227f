# METADATA
# scope: package
# title: Reports of evaluations and attacks
# description: |
#   A report is evidence. How old it may be and who may assert it follows the row of a system that keeps learning.
package gate.lib.reports

import data.gate.lib.evidence
import data.gate.lib.learning

# METADATA
# title: The report holds, and its assertion is good enough
proven(reference, kind) if {
	evidence.holds(reference, kind, max_age, evidence.any_role)
	asserted(reference)
}

# METADATA
# title: Was the report made by somebody, or something, whose word is good enough?
asserted(reference) if evidence.item(reference).assertion in learning.limit(data.tables.EVAL.assert)

# METADATA
# title: Does the report say that it speaks about the artefact with this digest?
names(reference, digest) if {
	named := evidence.item(reference).fields.digests
	is_array(named)
	is_string(digest.value)
	digest.value in named
}

# METADATA
# title: How old a report may be, in days
max_age := learning.limit(data.tables.AGE.val)
