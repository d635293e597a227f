package gate.lib.words_test

import data.gate.lib.words

test_case_and_outer_white_space_do_not_count if {
	words.folded(" \tSocial_Scoring\n") == "social_scoring"
	words.folded("ÅRE") == "åre"
}

test_only_a_text_can_be_folded if {
	every value in [null, 1, true, ["x"], {}] {
		not words.folded(value)
	}
}

test_case_and_the_kind_of_white_space_do_not_count if {
	words.spaced("  The\tQUICK\n\r\nfox ") == "the quick fox"
	words.spaced("the\u00a0quick\u2003\u0085\u000b\u001ffox") == "the quick fox"
	words.spaced("\u00c5re") == "åre"
	words.spaced(" \n") == ""
	words.spaced("thequick fox") != "the quick fox"
}

test_only_a_text_has_words if {
	every value in [null, 1, true, ["x"], {}] {
		not words.spaced(value)
	}
}

test_the_head_ends_at_the_first_colon if {
	words.head(" GDPR : Art 13: information") == "gdpr"
	words.head("gdpr") == "gdpr"
	words.head(": Art 13") == ""
}

test_a_word_is_found_in_any_case if {
	words.mentions("Financial AUTHORITY of Sweden", ["regulator", "authority"])
	words.mentions("supervisory authority", ["authority"])
}

test_without_one_of_the_words_nothing_is_found if {
	not words.mentions("loan applicants", ["regulator", "authority"])
	not words.mentions("authority", [])
	every value in [null, ["authority"], ""] {
		not words.mentions(value, ["authority"])
	}
}

test_words_stand_between_white_space if {
	words.of("Fixes NC-1\tand\nNC-2\u00a0today") == ["Fixes", "NC-1", "and", "NC-2", "today"]
}

test_punctuation_around_a_word_is_cut if {
	words.of("(NC-1), ['NC-2']: \"NC.3\";") == ["NC-1", "NC-2", "NC.3"]
	words.of("NC-1/NC-2 NC-3-a - !") == ["NC-1/NC-2", "NC-3-a", "-", "!"]
}

test_punctuation_alone_is_no_word if {
	words.of(" . , (;) ") == []
	words.of("") == []
}

test_only_a_text_has_words if {
	every value in [null, 1, true, ["x"], {}] {
		not words.of(value)
	}
}
