package gate.lib.lists_test

import data.gate.lib.lists

test_a_list_with_an_element_is_filled if {
	lists.filled(["x"])
	lists.filled([null])
}

test_nothing_else_is_filled if {
	every value in [[], null, "", "x", {}, {"a": 1}, 1, true] {
		not lists.filled(value)
	}
}

test_repeated_values if {
	lists.repeated(["b", "a", "b", null, "c", "a", "b"]) == {"a", "b"}
	lists.repeated([null, 1, null]) == {null}
	lists.repeated(["a", "A"]) == set()
	lists.repeated([]) == set()
}

test_absent_null_and_empty_are_nothing if {
	every value in [null, []] {
		not lists.something(value)
	}
	stated_something with input as {"value": 0}
	not stated_something with input as {}
}

stated_something if lists.something(input.value)

test_whatever_else_is_stated_is_something if {
	every value in [["x"], [null], "", "x", {}, 0, false] {
		lists.something(value)
	}
}

good_texts := {"facts": {"quality": {}}}

test_all_elements_are_stated if lists.all_stated(["by phone", "by mail"], "/channels") with input as good_texts

test_one_element_that_says_nothing_is_enough_to_fail if {
	every value in ["", "  ", null, 1, true, ["x"]] {
		not lists.all_stated(["by phone", value], "/channels") with input as good_texts
		not lists.all_stated([value, "by phone"], "/channels") with input as good_texts
	}
}

test_no_element_states_nothing if {
	every value in [[], null, "by phone", {"a": "by phone"}] {
		not lists.all_stated(value, "/channels") with input as good_texts
	}
}

test_a_placeholder_among_the_elements_fails if {
	poor := {"facts": {"quality": {"/channels/1": {"score": 49, "reasons": ["placeholder"]}}}}
	not lists.all_stated(["by phone", "TBD"], "/channels") with input as poor
	lists.all_stated(["by phone"], "/channels") with input as poor
}

test_a_list_of_texts_is_readable if {
	every value in [null, [], ["x"], [""]] {
		not lists.unreadable(value)
	}
	stated_unreadably with input as {"value": 0}
	not stated_unreadably with input as {}
}

stated_unreadably if lists.unreadable(input.value)

test_anything_else_is_unreadable if {
	every value in ["x", 1, {}, false, [1], ["x", null], [["x"]]] {
		lists.unreadable(value)
	}
}

test_a_list_of_texts_holds_nothing_else if {
	every value in [[], [""], ["x", "y"]] {
		lists.of_texts(value)
	}
	every value in [null, "x", 1, {"a": "x"}, [1], ["x", null], [["x"]]] {
		not lists.of_texts(value)
	}
}
