package gate.lib.vendors_test

import data.gate.lib.vendors

called(sources) := places if {
	places := vendors.called with input.models as [{"source": source} | some source in sources]
}

test_models_at_a_vendor if called(["vendor_api", "in_house", "fine_tune", "open_weights", "vendor_api"]) == {0, 4}

test_a_model_without_a_known_source_may_be_at_one if {
	called([null, "", "somewhere", 7]) == {0, 1, 2, 3}
	places := vendors.called with input.models as [{"id": "a"}, 7]
	places == {0, 1}
}

test_without_models_nothing_is_called if {
	called([]) == set()
	places := vendors.called with input as {}
	places == set()
}
