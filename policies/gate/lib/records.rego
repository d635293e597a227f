# METADATA
# scope: package
# title: The source record of a dataset
# description: |
#   A dataset points at a document that describes it: one that was attached to the request and imported, or one that is
#   cited as evidence of kind dataset_record at the address of the dataset's record.
package gate.lib.records

import data.gate.lib.digests
import data.gate.lib.evidence
import data.gate.lib.text

# METADATA
# title: Has the gate seen the source record, with the digest that the request states?
verified(dataset) if {
	some imported in input.imports
	_source_of(imported, dataset)
	imported.digest.alg == "sha256"
	attachment := input.facts.attachments[imported.id]
	attachment.valid == true
	attachment.digest == digests.text(imported.digest)
}

verified(dataset) if {
	some element in _cited(dataset)
	input.facts.evidence[element.id].digest_ok == true
}

# METADATA
# title: Is a source record named that the gate could not check?
unchecked(dataset) if {
	text.filled(dataset.source_ref.import_id)
	not _attachment_known(dataset.source_ref.import_id)
}

unchecked(dataset) if {
	some element in _cited(dataset)
	not _digest_known(element)
}

_attachment_known(import_id) if is_boolean(input.facts.attachments[import_id].valid)

_digest_known(element) if is_boolean(input.facts.evidence[element.id].digest_ok)

_source_of(imported, dataset) if {
	imported.id == dataset.source_ref.import_id
	imported.format == dataset.source_ref.format
	imported.format in data.tables.DATA.record_formats
}

_cited(dataset) := [element |
	some element in evidence.nameable
	element.kind == "dataset_record"
	element.status == "approved"
	element.uri == dataset.provenance.record_uri
]
