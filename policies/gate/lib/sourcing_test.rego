package gate.lib.sourcing_test

import data.gate.lib.sourcing
import data.testing.partner_document as partner

ids(list, changes) := [element.id | some element in found] if {
	found := data.gate.lib.sourcing[list] with input as partner.altered(changes)
}

recorded(changes) if sourcing.host_recorded with input as partner.altered(changes)

external(changes) if sourcing.something_external with input as partner.altered(changes)

test_all_suppliers_are_on_record if {
	ids("unrecorded_models", {}) == []
	ids("unrecorded_data", {}) == []
	recorded({})
}

test_model_not_on_record[note] if {
	some note, change in {
		"no supplier named": {"/models/0/supplier_id": partner.gone},
		"another supplier": {"/models/0/supplier_id": "cloud"},
		"supplier in another case": {"/models/0/supplier_id": "Vendor"},
		"another role": {"/suppliers/1/role": ["tool"]},
		"no role": {"/suppliers/1/role": []},
		"neither has an id": {"/models/0/supplier_id": null, "/suppliers/1/id": null},
	}
	ids("unrecorded_models", change) == ["writer"]
}

test_every_model_but_an_own_one_has_a_supplier[source] if {
	some source in ["vendor_api", "open_weights", "fine_tune", null, "", "somewhere"]
	ids("unrecorded_models", {"/models/2/source": source}) == ["ranker"]
}

test_without_suppliers_nothing_is_on_record if {
	ids("unrecorded_models", {"/suppliers": partner.gone}) == ["writer", "encoder"]
	ids("unrecorded_data", {"/suppliers": partner.gone}) == ["bought"]
	not recorded({"/suppliers": partner.gone})
}

test_data_not_on_record[note] if {
	some note, change in {
		"no supplier named": {"/data/1/acquisition/supplier_id": partner.gone},
		"another supplier": {"/data/1/acquisition/supplier_id": "vendor"},
		"bought": {"/data/1/acquisition": {"method": "purchased"}},
		"another role": {"/suppliers/0/role": ["hosting"]},
	}
	ids("unrecorded_data", change) == ["bought"]
}

test_only_bought_data_has_a_supplier[method] if {
	some method in ["collected", "scraped", "public", "synthetic", "user_provided", "derived"]
	ids("unrecorded_data", {"/data/1/acquisition": {"method": method}}) == []
}

provider := "/resources/compute/provider"

test_host_on_record[note] if {
	some note, name in {
		"name": "Cloud hosting",
		"id": "Cloud",
		"own unit": "lending",
		"own machines": "On-Premises",
		"placeholder": "unknown",
		"absent": partner.gone,
		"empty": "",
		"null": null,
	}
	recorded({provider: name, "/facts/quality": {provider: {"score": poor[note]}}})
}

poor := object.union(
	{note: 50 | some note in ["name", "id", "own unit", "own machines", "absent", "empty", "null"]},
	{"placeholder": 49},
)

test_host_not_on_record[note] if {
	some note, change in {
		"another host": {provider: "Other hosting"},
		"another role": {"/suppliers/0/role": ["data"]},
		"only the vendor's name": {provider: "Vendor"},
		"unit in another case": {provider: "Lending"},
		"blank": {provider: " "},
		"no unit": {provider: "lending", "/system/org_unit": partner.gone},
		"no suppliers": {"/suppliers": []},
		"no text": {provider: true},
		"quality unknown": {provider: "Other hosting", "/facts/quality": null},
	}
	not recorded(change)
}

own := {provider: "own", "/models": [{"id": "ranker", "source": "in_house"}], "/data": []}

test_nothing_external if not external(own)

test_one_thing_is_enough[note] if {
	some note, change in {
		"model": {"/models": [{"source": "in_house"}, {"source": "fine_tune"}]},
		"data": {"/data": [{"acquisition": {"method": "purchased"}}]},
		"host": {provider: "Cloud"},
	}
	external(object.union(own, change))
}
