# METADATA
# scope: package
# title: Licences that are known
# description: |
#   An SPDX licence expression joins identifiers of the SPDX list, or own ones that begin with LicenseRef-, by AND and
#   OR. Parentheses group, and are not looked at: whether the parts are known does not depend on them.
package gate.lib.licence_expressions

# METADATA
# title: Is the licence one of our own terms, or an SPDX expression of known identifiers?
known(licence) if {
	licence in data.tables.DATA.licence_allow
} else if {
	words := _words(licence)
	count(words) % 2 == 1
	every place, word in words {
		_fits(place, word)
	}
}

_words(licence) := [word |
	some word in split(replace(replace(licence, "(", " "), ")", " "), " ")
	word != ""
]

_fits(place, word) if {
	place % 2 == 1
	word in ["AND", "OR"]
}

_fits(place, word) if {
	place % 2 == 0
	_is_own(word)
} else if {
	place % 2 == 0
	_identifiers[lower(trim_suffix(word, "+"))]
}

# A licence of one's own, which another document may describe.
_is_own(word) if _names(word, "LicenseRef-")

_is_own(word) if {
	[document, licence] = split(word, ":")
	_names(document, "DocumentRef-")
	_names(licence, "LicenseRef-")
}

_names(word, prefix) if {
	startswith(word, prefix)
	name := trim_prefix(word, prefix)
	name != ""
	trim(name, _name_characters) == ""
}

_name_characters := "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-"

_identifiers contains lower(identifier) if some identifier in data.tables.DATA.spdx_ids
