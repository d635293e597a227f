package gate.lib.contracts_test

import data.gate.lib.contracts
import data.testing.partner_document as partner

supplier := partner.good.suppliers[0]

with_evidence(changes) := partner.altered(changes)

in_force(changed_supplier, document) if {
	contracts.in_force(changed_supplier) with input as document with data.gate.tier.effective as "high"
}

agreed(changed_supplier, document) if {
	contracts.agreed(changed_supplier) with input as document with data.gate.tier.effective as "high"
}

test_in_force if {
	in_force(supplier, partner.good)
	agreed(supplier, partner.good)
	in_force(supplier, with_evidence({$"{partner.at.contract}/issued_at": "1825 days ago", "/clock/days_since/1825 days ago": 1825}))
}

test_outlived[note] if {
	some note, case in {
		"run out": [object.union(supplier, {"contract_valid_to": "0 days ago"}), partner.good],
		"no end": [object.remove(supplier, ["contract_valid_to"]), partner.good],
		"null for an end": [object.union(supplier, {"contract_valid_to": null}), partner.good],
		"too old": [
			supplier,
			with_evidence({$"{partner.at.contract}/issued_at": "old", "/clock/days_since/old": 1825.1}),
		],
		"evidence run out": [supplier, with_evidence({$"{partner.at.contract}/expires_at": "0 days ago"})],
	}
	not in_force(case[0], case[1])
	agreed(case[0], case[1])
}

test_not_agreed[note] if {
	some note, case in {
		"no contract": [object.remove(supplier, ["contract"]), partner.good],
		"other kind": [supplier, with_evidence({$"{partner.at.contract}/kind": "offer"})],
		"draft": [supplier, with_evidence({$"{partner.at.contract}/status": "draft"})],
		"not checked": [supplier, with_evidence({$"{partner.checked.contract}/digest_ok": null})],
		"no clauses": [object.remove(supplier, ["ai_clauses"]), partner.good],
		"one clause less": [
			object.union(supplier, {"ai_clauses": ["incident_notice", "audit", "data_use"]}),
			partner.good,
		],
		"text for clauses": [object.union(supplier, {"ai_clauses": "audit"}), partner.good],
	}
	not in_force(case[0], case[1])
	not agreed(case[0], case[1])
}

test_missing_clauses_are_named_in_order if {
	missing := contracts.missing_clauses({"ai_clauses": ["audit"]}) with data.gate.tier.effective as "minimal"
	missing == ["incident_notice", "data_use", "change_notice"]
}
