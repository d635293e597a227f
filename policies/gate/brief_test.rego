package gate.brief_test

import data.gate.brief

bounds := {"value_size": 20, "elements": 2, "element_size": 6}

short(value) := shown if {
	shown := brief.of(value) with data.tables.FINDING as bounds
}

long := "abcdefghijklmnopqrstuvwxyz"

test_what_is_small_is_shown_as_it_is if {
	every value in [null, true, 12, "", "abc", [], ["a", "b"], {"a": [1, 2]}, "abcdefghijklmnopqrst"] {
		short(value) == value
	}
}

test_a_long_text_is_cut if short(long) == "abcdef…"

test_a_text_of_other_letters_is_cut_between_them if short("ääääääääääääääääääääää") == "ääääää…"

test_a_long_list_shows_its_first_elements_each_cut if {
	short([long, long, long]) == ["abcdef…", "abcdef…"]
	short(["a", 1, long]) == ["a", 1]
}

test_large_values_in_a_long_list_are_left_out if {
	short([{"key": long}, [1, 2, 3, 4, 5, 6], long]) == ["(too large to show)", "(too large to show)"]
}

test_a_large_object_is_left_out if {
	short({"a": long}) == "(too large to show)"
	short({long: 1}) == "(too large to show)"
}

test_a_large_set_is_left_out if {
	short({"abcdefghijk", "lmnopqrstuv"}) == "(too large to show)"
	short({"a", "b"}) == {"a", "b"}
}
