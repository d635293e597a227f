# METADATA
# scope: package
# title: A system with suppliers and customers
# description: |
#   A writing aid with a vendor's model, published weights and an own model, bought data and a host, sold to two groups of
#   customers; every rule of A.10 holds at every tier. Tests change some of it with `altered`, as in `assessed_document`.
package testing.partner_document

import data.testing
import data.testing.assessed_document as assessed

# METADATA
# title: The value that takes away what stands at a pointer
gone := assessed.gone

# METADATA
# title: The good document with other values at some pointers; undefined when a pointer leads nowhere
altered(changes) := assessed.patched(good, changes)

# METADATA
# title: The good document
good := testing.with_evidence(object.union(testing.base("high", "prod"), _blocks), evidence)

# METADATA
# title: Changes after which the organisation works alone
alone := {
	"/suppliers": [],
	"/customers": [],
	"/models": [{"id": "own", "source": "in_house"}, {"id": "open", "source": "open_weights"}],
}

# METADATA
# title: Where the items of evidence stand
at := {element.id: $"/evidence/{place}" | some place, element in evidence}

# METADATA
# title: Where the gate's checks of the items stand
checked := {element.id: $"/facts/evidence/{element.id}" | some element in evidence}

evidence := [
	testing.item("assessment", "supplier_assessment", {}),
	testing.item("contract", "contract", {}),
	testing.item("exit", "exit_plan", {"fields": {"supplier_ids": ["cloud", "vendor"]}}),
	testing.item("instructions", "instructions_for_use", {"version": "4.2.1"}),
]

_blocks := {
	"request": {"change": {"types": ["config", "substantial_modification"]}},
	"system": {"personal_data": "personal"},
	"classification": {"eu": {"role": "provider", "class": "high"}},
	"models": [
		{"id": "writer", "source": "vendor_api", "version": "2026-02-01", "supplier_id": "vendor"},
		{
			"id": "encoder",
			"source": "open_weights",
			"version": "1.4",
			"supplier_id": "lab",
			"licence": {"expression": "MIT"},
			"artifact": {"uri": "oci://example.org/encoder", "digest": {"alg": "sha512", "value": _sha512}},
		},
		{"id": "ranker", "source": "in_house", "version": "1"},
	],
	"data": [
		{"id": "own", "personal_data": "none", "acquisition": {"method": "collected"}},
		{"id": "bought", "personal_data": "none", "acquisition": {"method": "licensed", "supplier_id": "cloud"}},
	],
	"resources": {"compute": {"provider": "CLOUD Hosting"}},
	"security": {"model_scan": {"unsafe_ops": 0, "scanned_at": "10 days ago"}},
	"suppliers": [
		_supplier("cloud", "Cloud hosting", ["hosting", "data"]),
		_supplier("vendor", "Vendor", ["model"]),
		object.remove(
			_supplier("lab", "Lab", ["model"]),
			["contract", "contract_valid_to", "ai_clauses", "certificates", "exit_plan"],
		),
	],
	"customers": [_customer("banks"), _customer("insurers")],
	"responsibility_matrix": [
		_row("design", "org"),
		_row("data", "lending"),
		_row("training", "vendor"),
		_row("verification", "org"),
		_row("deployment", "org"),
		_row("operation", "banks"),
		_row("monitoring", "insurers"),
		_row("incident_response", "org"),
		_row("retirement", "org"),
		_row("retirement", "org"),
	],
	"requirements": {"items": [{"id": "R1"}, {"id": "R2"}]},
	"transparency": {"interested_parties": [
		{"party": "banks", "information": ["risks", "limitations"], "channel": "portal"},
		{"party": "insurers", "information": ["limitations", "risks", "changes"], "channel": "letter"},
	]},
	"facts": {"artifacts": {"encoder": {"digest_ok": true, "signature_ok": null}}},
}

_supplier(id, name, role) := {
	"id": id,
	"name": name,
	"role": role,
	"assessed_at": "100 days ago",
	"assessment_outcome": "accept",
	"assessment": {"evidence_id": "assessment"},
	"contract": {"evidence_id": "contract"},
	"contract_valid_to": "in 1 days",
	"ai_clauses": ["change_notice", "incident_notice", "audit", "data_use", "ip"],
	"certificates": [
		{"scheme": "ISO/IEC 27001", "valid_to": "in 1 days"},
		{"scheme": "SOC 2", "valid_to": "in 30 days"},
	],
	"pinned_version": "2026-02-01",
	"deprecation_date": "in 91 days",
	"exit_plan": true,
}

_customer(segment) := {
	"segment": segment,
	"obligations": ["R1", "R2"],
	"instructions": {"evidence_id": "instructions"},
	"limitations_delivered_at": "10 days ago",
	"feedback_channel": "https://example.org/feedback",
}

_row(activity, accountable) := {"activity": activity, "accountable": accountable, "gdpr_role": "processor"} if {
	activity != "operation"
}

_row("operation", accountable) := {"activity": "operation", "accountable": accountable, "gdpr_role": "controller"}

_sha512 := concat("", ["1111111111111111" | some _ in numbers.range(1, 8)])
