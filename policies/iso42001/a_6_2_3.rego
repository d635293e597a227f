# METADATA
# scope: package
# title: Documentation of design and development
# custom:
#   control: A.6.2.3
package iso42001.a_6_2_3

import data.gate.lib.evidence
import data.gate.lib.lists
import data.gate.lib.text
import data.gate.lib.tiers
import data.gate.lib.versions

# METADATA
# title: The design document, and from high the architecture, is approved, current and unaltered
# custom:
#   rule: A.6.2.3-1
#   profile: S
#   tiers: [limited, high, critical]
#   needs: [design.doc]
#   found: [design.doc.evidence_id, design.architecture.evidence_id]
#   remediation: >-
#     Attach the approved design document (kind design_doc) and, from high, the architecture description (kind
#     architecture), each with the digest of the file that is stored.
#   open: At minimal the model card (A.6.2.7-1) is the design record; none of the four rules is asked there.
#   maps:
#     eu_ai_act: Art 11, Annex IV(2)
#     nist_ai_rmf: MAP 2.1*, 2.3; MEASURE 2.7
#     iso: 42005 6.5?
passes contains "A.6.2.3-1" if {
	every paper in _papers {
		evidence.holds(paper.reference, paper.kind, _paper_age, evidence.any_role)
	}
}

stale contains "A.6.2.3-1" if {
	every paper in _papers {
		evidence.holds_but_for_dates(paper.reference, paper.kind, evidence.any_role)
	}
}

unverified contains "A.6.2.3-1" if {
	every paper in _papers {
		evidence.holds_but_for_checks(paper.reference, paper.kind, _paper_age, evidence.any_role)
	}
}

invalid contains "A.6.2.3-1" if {
	some paper in _papers
	evidence.mistaken(paper.reference, paper.kind)
}

found["A.6.2.3-1"] := {"documents": [object.union(shown, {"digest_ok": _digest_ok(paper.reference)}) |
	some paper in _papers
	shown := evidence.shown(paper.reference, ["kind", "status", "version", "issued_at", "last_reviewed_at"])
]}

_papers := array.concat([_design_document], [architecture |
	tiers.at_least("high")
	architecture := {
		"reference": object.get(input.design, "architecture", evidence.no_reference),
		"kind": "architecture",
	}
])

_design_document := {"reference": object.get(input.design, "doc", evidence.no_reference), "kind": "design_doc"}

_paper_age := tiers.here(data.tables.AGE.policy)

_digest_ok(reference) := value if {
	value := input.facts.evidence[reference.evidence_id].digest_ok
} else := null

# METADATA
# title: The design document describes this version
# custom:
#   rule: A.6.2.3-2
#   profile: S
#   tiers: [limited, high, critical]
#   needs: [design.doc, system.version]
#   found: [system.version]
#   remediation: >-
#     Update the design document to the version that is deployed and state that version in its evidence record.
#   maps:
#     eu_ai_act: Art 11, Annex IV(2)
#     nist_ai_rmf: MAP 2.1*, 2.3; MEASURE 2.7
#     iso: 42005 6.5?
passes contains "A.6.2.3-2" if {
	versions.major_minor(evidence.item(input.design.doc).version) == versions.major_minor(input.system.version)
}

invalid contains "A.6.2.3-2" if not _document_version

invalid contains "A.6.2.3-2" if not _system_version

found["A.6.2.3-2"] := {"document_version": shown | shown := evidence.item(input.design.doc).version}

_document_version := versions.major_minor(evidence.item(input.design.doc).version)

_system_version := versions.major_minor(input.system.version)

# METADATA
# title: The models this system builds on are named with their exact version
# custom:
#   rule: A.6.2.3-3
#   profile: S
#   tiers: [limited, high, critical]
#   each: models[]
#   reason: No model is a fine-tune or open weights.
#   needs: ["models[].base_models"]
#   found:
#     - "models[].id"
#     - "models[].source"
#     - "models[].base_models[].name"
#     - "models[].base_models[].version"
#     - "models[].base_models[].digest"
#   remediation: >-
#     Name the model each fine-tune or set of open weights comes from, with its exact version or revision; weights
#     used unchanged name the published model itself.
#   open: >-
#     For open weights used unchanged base_models names the published model itself, with its revision, so that the
#     origin is always stated.
#   maps:
#     eu_ai_act: Art 11, Annex IV(2)
#     nist_ai_rmf: MAP 2.1*, 2.3; MEASURE 2.7
#     iso: 42005 6.5?
passes contains "A.6.2.3-3" if {
	count(_built_on_others) > 0
	every place in _built_on_others {
		_names_its_origin(place)
	}
}

exempt contains ["A.6.2.3-3", place] if {
	some place, model in input.models
	_builds_on_none(model)
}

# A model whose source is not known may be built on anything.
_built_on_others contains place if {
	some place, model in input.models
	not _builds_on_none(model)
}

_builds_on_none(model) if model.source in {"in_house", "vendor_api"}

_names_its_origin(place) if {
	origins := input.models[place].base_models
	lists.filled(origins)
	every number, origin in origins {
		text.long(origin.name, data.tables.DESIGN.name_chars)
		text.clear($"/models/{place}/base_models/{number}/name")
		versions.pinned(origin.version)
	}
}

# METADATA
# title: A current threat model covers poisoning, evasion and extraction, and prompt injection where it can happen
# custom:
#   rule: A.6.2.3-4
#   profile: S
#   tiers: [high, critical]
#   needs: [design.threat_model]
#   found: [design.threat_model.evidence_id, system.type]
#   remediation: >-
#     Review the threat model for this version and list each named threat with its mitigation (fields.threats), or say
#     there why it cannot happen.
#   open: Threats are read from fields.threats of the evidence; the text of the document itself is not searched.
#   maps:
#     eu_ai_act: Art 11, Annex IV(2)
#     nist_ai_rmf: MAP 2.1*, 2.3; MEASURE 2.7
#     iso: 42005 6.5?
passes contains "A.6.2.3-4" if {
	evidence.holds(input.design.threat_model, "threat_model", _threat_model_age, evidence.any_role)
	count(_threats_left) == 0
}

stale contains "A.6.2.3-4" if {
	evidence.lapsed(input.design.threat_model, "threat_model", _threat_model_age, evidence.any_role)
}

unverified contains "A.6.2.3-4" if {
	evidence.unverified(input.design.threat_model, "threat_model", _threat_model_age, evidence.any_role)
}

invalid contains "A.6.2.3-4" if evidence.mistaken(input.design.threat_model, "threat_model")

found["A.6.2.3-4"] := object.union(
	{"days_max": _threat_model_age, "threats_left": _threats_left},
	{"threat_model": shown | shown := evidence.shown(
		input.design.threat_model,
		["issued_at", "last_reviewed_at", "fields"],
	)},
)

_threat_model_age := tiers.here(data.tables.AGE.val)

_threats_left := [threat |
	some threat in _threats
	not _treated[threat]
]

_threats := array.concat(data.tables.THREATS.all, [threat |
	_takes_instructions
	some threat in data.tables.THREATS.generative
])

_treated contains listed.threat if {
	threats := evidence.item(input.design.threat_model).fields.threats
	is_array(threats)
	some listed in threats
	text.written(listed.mitigation)
}

_takes_instructions if input.system.type in {"generative", "agentic"}

_takes_instructions if input.system.generates_content == true

_takes_instructions if lists.filled(input.system.autonomy.tools)
