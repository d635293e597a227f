package gate.lib.licence_expressions_test

import data.gate.lib.licence_expressions

test_known[licence] if {
	some licence in [
		"internal",
		"customer-contract",
		"MIT",
		"mit",
		"Apache-2.0+",
		"CC0-1.0",
		"LicenseRef-Acme-Data",
		"DocumentRef-terms:LicenseRef-7",
		"MIT OR Apache-2.0",
		"(MIT AND CC-BY-4.0) OR LicenseRef-Acme",
		"  MIT  ",
		"GPL-2.0+ OR MIT",
	]
	licence_expressions.known(licence)
}

test_not_known[note] if {
	some note, licence in {
		"empty": "",
		"white space": "  ",
		"parentheses": "()",
		"own words": "Internal",
		"unknown identifier": "Acme-1.0",
		"two plus signs": "Apache-2.0++",
		"plus sign after own terms": "LicenseRef-Acme+",
		"own terms without a name": "LicenseRef-",
		"own terms with another letter": "LicenseRef-Ac\u212aing",
		"own terms in no name": "LicenseRef-Acme_Data",
		"document without a name": "DocumentRef-:LicenseRef-7",
		"two documents": "DocumentRef-a:DocumentRef-b:LicenseRef-7",
		"own terms in lower case": "licenseref-acme",
		"document without own terms": "DocumentRef-terms:MIT",
		"joined in lower case": "MIT or Apache-2.0",
		"joined by another word": "GPL-2.0 WITH Classpath-exception-2.0",
		"joined by a comma": "MIT, Apache-2.0",
		"identifier in place of a joiner": "MIT ISC Zlib",
		"own terms in place of a joiner": "MIT LicenseRef-Acme ISC",
		"nothing between two": "MIT Apache-2.0",
		"end missing": "MIT OR",
		"beginning missing": "OR MIT",
		"second unknown": "MIT OR Acme-1.0",
		"joiner in place of a name": "MIT OR AND",
		"own words in an expression": "internal OR MIT",
		"tabulator": "MIT\tOR\tISC",
		"line break at the end": "LicenseRef-Acme\n",
		"null": null,
		"number": 7,
		"list": ["MIT"],
	}
	not licence_expressions.known(licence)
}
