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
	_identifiers[lower(trim_suffix(word, "+"))]
} else if {
	place % 2 == 0
	regex.match(`^(DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$`, word)
}

_identifiers contains lower(identifier) if some identifier in data.tables.DATA.spdx_ids
