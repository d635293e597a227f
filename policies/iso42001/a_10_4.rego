# METADATA
# scope: package
# title: Customers
# custom:
#   control: A.10.4
package iso42001.a_10_4

import data.gate.lib.days
import data.gate.lib.documents
import data.gate.lib.evidence
import data.gate.lib.lists
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: Every customer has instructions for this version
# custom:
#   rule: A.10.4-1
#   profile: S
#   reason: no external customers
#   needs: ["customers[]", "customers[].instructions"]
#   found: [system.version]
#   remediation: >-
#     Publish approved instructions for this version (major.minor) and reference them for each customer segment.
#   maps:
#     eu_ai_act: Art 13, 16, 26
#     nist_ai_rmf: GOVERN 5.1-5.2, MEASURE 3.3
#     iso: 42005 6.7?
passes contains "A.10.4-1" if {
	lists.filled(input.customers)
	every customer in input.customers {
		_instructed(customer)
	}
}

exempt contains "A.10.4-1" if _no_customers

stale contains "A.10.4-1" if {
	some customer in input.customers
	evidence.lapsed(customer.instructions, "instructions_for_use", _age, evidence.any_role)
}

stale contains "A.10.4-1" if {
	some customer in input.customers
	documents.major_minor(_instructions(customer).version) != _version
}

unverified contains "A.10.4-1" if {
	some customer in input.customers
	evidence.unconfirmed(customer.instructions, "instructions_for_use", _age, evidence.any_role)
}

found["A.10.4-1"] := {"customers": [shown |
	some customer in input.customers
	not _instructed(customer)
	shown := object.union(
		json.filter(customer, ["segment", "instructions/evidence_id"]),
		{"version": version | version := _instructions(customer).version},
	)
]}

_instructed(customer) if {
	evidence.holds(customer.instructions, "instructions_for_use", _age, evidence.any_role)
	documents.major_minor(_instructions(customer).version) == _version
}

_instructions(customer) := evidence.item(customer.instructions)

_version := documents.major_minor(input.system.version)

_age := tiers.here(data.tables.AGE.policy)

# Nobody has the system from us, and we are known to be nobody who supplies it.
_no_customers if {
	not _has_customers
	input.classification.eu.role in ["deployer", "provider_and_deployer", "none"]
}

_has_customers if lists.something(input.customers)

# METADATA
# title: Customers were told the risks and limitations
# custom:
#   rule: A.10.4-2
#   profile: S
#   envs: [prod]
#   reason: no external customers
#   needs: ["customers[]", "customers[].limitations_delivered_at"]
#   remediation: >-
#     Send each customer segment the risks and limitations, record the date, and add the segment with its channel and
#     the information "risks" and "limitations" to transparency.interested_parties.
#   maps:
#     eu_ai_act: Art 13, 16, 26
#     nist_ai_rmf: GOVERN 5.1-5.2, MEASURE 3.3
#     iso: 42005 6.7?
passes contains "A.10.4-2" if {
	lists.filled(input.customers)
	every customer in input.customers {
		_told(customer)
	}
}

exempt contains "A.10.4-2" if _no_customers

stale contains "A.10.4-2" if {
	lists.filled(input.customers)
	every customer in input.customers {
		days.passed(customer.limitations_delivered_at)
		_informed[customer.segment]
	}
}

found["A.10.4-2"] := {
	"days_max": _age,
	"customers": [object.filter(customer, ["segment", "limitations_delivered_at"]) |
		some customer in input.customers
		not _told(customer)
	],
	"parties": [object.filter(party, ["party", "channel", "information"]) |
		some party in input.transparency.interested_parties
		some customer in input.customers
		party.party == customer.segment
	],
}

_told(customer) if {
	days.within(customer.limitations_delivered_at, _age)
	_informed[customer.segment]
}

# The parties that are told risks and limitations through some channel.
_informed contains party.party if {
	some place, party in input.transparency.interested_parties
	is_string(party.party)
	"risks" in party.information
	"limitations" in party.information
	text.present(party.channel, $"/transparency/interested_parties/{place}/channel")
}

# METADATA
# title: Every customer has a way to give feedback
# custom:
#   rule: A.10.4-3
#   profile: S
#   reason: no external customers
#   needs: ["customers[]", "customers[].feedback_channel"]
#   remediation: >-
#     Give each customer segment a feedback channel, an https link, e-mail address or telephone number (tel:).
#   maps:
#     eu_ai_act: Art 13, 16, 26
#     nist_ai_rmf: GOVERN 5.1-5.2, MEASURE 3.3
#     iso: 42005 6.7?
passes contains "A.10.4-3" if {
	lists.filled(input.customers)
	every customer in input.customers {
		_reachable(customer)
	}
}

exempt contains "A.10.4-3" if _no_customers

found["A.10.4-3"] := {"customers": [object.filter(customer, ["segment", "feedback_channel"]) |
	some customer in input.customers
	not _reachable(customer)
]}

_reachable(customer) if regex.match(_channel, customer.feedback_channel)

_channel := $"^({data.tables.CHANNEL.pattern})$"

# METADATA
# title: What customers expect is written down as requirements
# custom:
#   rule: A.10.4-4
#   profile: S
#   tiers: [high, critical]
#   reason: no external customers
#   needs: ["customers[]", "customers[].obligations"]
#   remediation: >-
#     Record each customer expectation as a requirement and list the requirement ids in the obligations of the segment.
#   open: >-
#     customers[].obligations is read as a list of requirement ids; no other field links a customer to requirements.
#   maps:
#     eu_ai_act: Art 13, 16, 26
#     nist_ai_rmf: GOVERN 5.1-5.2, MEASURE 3.3
#     iso: 42005 6.7?
passes contains "A.10.4-4" if {
	lists.filled(input.customers)
	every customer in input.customers {
		_expectations_required(customer)
	}
}

exempt contains "A.10.4-4" if _no_customers

found["A.10.4-4"] := {"customers": [shown |
	some customer in input.customers
	not _expectations_required(customer)
	shown := object.union(
		object.filter(customer, ["segment"]),
		{"obligations_not_required": [obligation |
			some obligation in customer.obligations
			not _requirements[obligation]
		]},
	)
]}

_expectations_required(customer) if {
	lists.filled(customer.obligations)
	every obligation in customer.obligations {
		is_string(obligation)
		_requirements[obligation]
	}
}

_requirements contains requirement.id if some requirement in input.requirements.items
