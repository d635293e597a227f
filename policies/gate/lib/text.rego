# METADATA
# scope: package
# title: Texts that say something
# description: |
#   The gate measures every text before the rules run (`input.facts.text`, `input.facts.quality`), so no rule counts
#   words or folds case. A text is named by its value and its JSON pointer.
package gate.lib.text

import data.gate.lib.compare
import data.gate.lib.tiers

# METADATA
# title: The text at this pointer is no placeholder
# description: Unknown quality is not good quality; without the measure no text is clear.
clear(pointer) if {
	is_object(input.facts.quality)
	not poor[pointer]
}

# METADATA
# title: Pointers of texts whose quality is under 50, or not a number
poor contains pointer if {
	some pointer, quality in input.facts.quality
	not _good(quality)
}

_good(quality) if compare.at_least(quality.score, 50)

# METADATA
# title: A text with a character that is not white space, and no placeholder
stated(value, pointer) if {
	written(value)
	clear(pointer)
}

# METADATA
# title: A text with a character that is not white space, whatever it says
written(value) if {
	is_string(value)
	trim_space(value) != ""
}

# METADATA
# title: A text long enough for the tier, with at least eight different words, and no placeholder
substantial(value, pointer, tier) if {
	stated(value, pointer)
	measure := input.facts.text[pointer]
	compare.at_least(measure.chars, tiers.pick(data.tables.MINTXT, tier))
	compare.at_least(measure.words, 8)
}

# METADATA
# title: A text that is not empty
filled(value) if {
	is_string(value)
	value != ""
}

# METADATA
# title: A text that is not empty, and no placeholder
present(value, pointer) if {
	filled(value)
	clear(pointer)
}

# METADATA
# title: A text of so many characters, not of white space alone
long(value, chars) if {
	is_string(value)
	trim_space(value) != ""
	count(value) >= chars
}
