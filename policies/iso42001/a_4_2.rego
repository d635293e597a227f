# METADATA
# scope: package
# title: Resource documentation
# custom:
#   control: A.4.2
package iso42001.a_4_2

import data.gate.lib.digests
import data.gate.lib.evidence
import data.gate.lib.exclusions
import data.gate.lib.lists
import data.gate.lib.text

# METADATA
# title: The resource list has data, tools, computing and people
# custom:
#   rule: A.4.2-1
#   profile: S
#   envs: [staging, prod]
#   needs: []
#   found: [resources.compute.provider]
#   remediation: >-
#     Add the missing resource lists (data, resources.tooling, resources.compute, resources.people) or exclude the
#     control with a reason in the Statement of Applicability.
#   maps:
#     eu_ai_act: Art 11, Annex IV(1)-(2)
#     nist_ai_rmf: MAP 2.1*, GOVERN 1.6
#     iso: 42005 6.3
passes contains "A.4.2-1" if {
	every control in ["A.4.3", "A.4.4", "A.4.5", "A.4.6"] {
		_answered[control]
	}
}

found["A.4.2-1"] := {"listed": {
	"data": _number(["data"]),
	"tooling": _number(["resources", "tooling"]),
	"people": _number(["resources", "people"]),
}}

_number(path) := count(list) if {
	list := object.get(input, path, [])
	is_array(list)
} else := 0

_answered contains "A.4.3" if lists.filled(input.data)

_answered contains "A.4.4" if lists.filled(input.resources.tooling)

_answered contains "A.4.5" if text.stated(input.resources.compute.provider, "/resources/compute/provider")

_answered contains "A.4.6" if lists.filled(input.resources.people)

_answered contains control if some control in exclusions.controls

# METADATA
# title: Every reference in the request leads to something the request contains
# custom:
#   rule: A.4.2-2
#   profile: S
#   needs: []
#   found: [facts.dangling]
#   remediation: Correct the listed references, or add the model, data set, supplier, run or evidence they name.
#   maps:
#     eu_ai_act: Art 11, Annex IV(1)-(2)
#     nist_ai_rmf: MAP 2.1*, GOVERN 1.6
#     iso: 42005 6.3
passes contains "A.4.2-2" if input.facts.dangling == []

unverified contains "A.4.2-2" if input.facts.dangling == null

# METADATA
# title: A valid bill of materials names exactly the models that are deployed
# custom:
#   rule: A.4.2-3
#   profile: S
#   tiers: [high, critical]
#   envs: [prod]
#   needs: ["models[]"]
#   found: [security.mlbom.evidence_id, security.sbom.evidence_id, resources.sbom.evidence_id]
#   remediation: >-
#     Attach a CycloneDX or SPDX bill of materials made from the artefact being deployed, and list the model digests it
#     names in the fields of its evidence.
#   open: The gate does not yet say which digests an attached bill of materials names, so its evidence says it in fields.
#   maps:
#     eu_ai_act: Art 11, Annex IV(1)-(2)
#     nist_ai_rmf: MAP 2.1*, GOVERN 1.6
#     iso: 42005 6.3
passes contains "A.4.2-3" if {
	some number in _complete
	_file_checked(_bills[number])
	_attached_and_valid(_bills[number])
}

unverified contains "A.4.2-3" if {
	some number in _complete
	not _file_checked(_bills[number])
	_attached_and_valid(_bills[number])
}

invalid contains "A.4.2-3" if {
	some number in _complete
	_file_checked(_bills[number])
	_attached(_bills[number])
	not _attached_and_valid(_bills[number])
}

found["A.4.2-3"] := {"models_in_no_bill": [json.filter(model, ["id", "version", "artifact/digest/value"]) |
	some place, model in input.models
	not _in_some_bill[place]
]}

# The approved bills of materials that the request names.
_bills := [bill |
	some reference in array.concat(
		[input.security[key] | some key in ["mlbom", "sbom"]],
		[input.resources[key] | some key in ["sbom"]],
	)
	bill := evidence.item(reference)
	bill.kind in ["mlbom", "sbom"]
	bill.status == "approved"
	bill.digest.alg == "sha256"
]

# The numbers of those that name every model.
_complete contains number if {
	some number, _ in _bills
	every model in input.models {
		_names(number, model)
	}
}

_in_some_bill contains place if {
	some place, model in input.models
	some number, _ in _bills
	_names(number, model)
}

_names(number, model) if {
	regex.match(`^[0-9a-f]+$`, model.artifact.digest.value)
	_digests_in[number][model.artifact.digest.value]
}

# What is called at a vendor has no digest, and goes by name and version.
_names(number, model) if {
	model.source == "vendor_api"
	_names_in[number][concat("@", [model.name, model.version])]
}

_digests_in[number] contains digest if {
	some number, bill in _bills
	is_array(bill.fields.model_digests)
	some digest in bill.fields.model_digests
}

_names_in[number] contains name if {
	some number, bill in _bills
	is_array(bill.fields.model_names)
	some name in bill.fields.model_names
}

_file_checked(bill) if input.facts.evidence[bill.id].digest_ok == true

_attached(bill) if {
	some attachment in input.facts.attachments
	_is_bill(attachment, bill)
}

_attached_and_valid(bill) if {
	some attachment in input.facts.attachments
	_is_bill(attachment, bill)
	attachment.valid == true
}

_is_bill(attachment, bill) if {
	attachment.digest == digests.text(bill.digest)
	attachment.format in ["cyclonedx", "spdx3"]
}
