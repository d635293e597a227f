# METADATA
# scope: package
# title: Words of free texts
# description: What people write by hand is compared without regard to case and to white space around it.
package gate.lib.words

# METADATA
# title: A text as it is compared, trimmed and in lower case
folded(value) := lower(trim_space(value))

# METADATA
# title: A text as it is compared, in lower case and with one blank between words
spaced(value) := lower(value) if {
	not regex.match(_other_space, value)
} else := concat(" ", words) if {
	is_string(value)
	words := [word[0] | some word in regex.find_all_string_submatch_n(_word, lower(value), -1)]
}

# White space other than one blank between words. Scripts have white space that \s alone is not.
_other_space := `^ |  | $|[\t-\r\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]`

_word := `[^\s\x0b\x1c-\x1f\x{85}\p{Z}]+`

# METADATA
# title: What stands before the first colon, or all of it without one
head(value) := folded(split(value, ":")[0])

# METADATA
# title: The text contains one of the words, which are in lower case
mentions(value, words) if {
	lowered := lower(value)
	some word in words
	contains(lowered, word)
}

# METADATA
# title: The words of a text, between white space and without punctuation around them; case counts
of(value) := [word |
	some [run] in regex.find_all_string_submatch_n(`[^\s\v\x{85}\p{Z}]+`, value, -1)
	word := trim(run, `.,;:()[]'"`)
	word != ""
] if {
	is_string(value)
}
