package gate.lib.text_test

import data.gate.lib.text

facts := {"facts": {
	"text": {"/a": {"chars": 160, "words": 8}},
	"quality": {
		"/good": {"score": 50},
		"/poor": {"score": 49},
		"/odd": {"score": "99"},
		"/null": {"score": null},
		"/none": {},
	},
}}

test_clear if {
	text.clear("/a") with input as facts
	text.clear("/good") with input as facts
}

test_not_clear if {
	every pointer in ["/poor", "/odd", "/null", "/none"] {
		not text.clear(pointer) with input as facts
	}
}

test_unknown_quality_is_not_good[note] if {
	some note, document in {
		"null": {"facts": {"quality": null}},
		"absent": {"facts": {}},
		"list": {"facts": {"quality": []}},
	}
	not text.clear("/a") with input as document
}

test_written if {
	text.written("x")
	text.written(" x\n")
}

test_not_written if {
	every value in ["", " ", "\t\n", null, 7, true, ["x"], {"a": "x"}] {
		not text.written(value)
	}
}

test_present if {
	every value in ["x", " "] {
		text.present(value, "/a") with input as facts
		not text.present(value, "/poor") with input as facts
	}
	every value in ["", null, 7, true, ["x"], {"a": "x"}] {
		not text.present(value, "/a") with input as facts
	}
	not text.present("x", "/a") with input as {}
}

test_stated if {
	text.stated("x", "/a") with input as facts
	not text.stated("x", "/poor") with input as facts
	not text.stated("x", "/a") with input as {}
}

test_not_stated[note] if {
	some note, value in {"empty": "", "blank": " \t\n", "null": null, "number": 7, "list": ["x"]}
	not text.stated(value, "/a") with input as facts
}

substantial(value, tier, document) if text.substantial(value, "/a", tier) with input as document

measured(chars, words) := object.union(facts, {"facts": {"text": {"/a": {"chars": chars, "words": words}}}})

test_substantial if {
	substantial("x", "high", facts)
	substantial("x", "minimal", measured(40, 8))
	substantial("x", "critical", measured(200, 8))
}

test_not_substantial[note] if {
	some note, document in {
		"one character short": measured(159, 8),
		"one word short": measured(160, 7),
		"characters as text": measured("160", 8),
		"words null": measured(160, null),
		"not measured": {"facts": {"text": {}, "quality": {}}},
		"no measures": {"facts": {"text": null, "quality": {}}},
		"placeholder": object.union(facts, {"facts": {"quality": {"/a": {"score": 0}}}}),
	}
	not substantial("x", "high", document)
}

test_no_text_is_substantial if {
	not substantial("", "high", facts)
	not substantial(null, "high", facts)
}

test_filled if {
	text.filled("x")
	not text.filled("")
	not text.filled(null)
	not text.filled(7)
}

test_long if {
	text.long("abc", 3)
	not text.long("ab", 3)
	not text.long("    ", 3)
	not text.long(1234, 3)
	not text.long(["a", "b", "c"], 3)
	not text.long(null, 0)
}

test_written if {
	text.written(" x\t")
	every value in ["", " ", "\t\n", null, 7, true, ["x"], {"x": "x"}] {
		not text.written(value)
	}
}
