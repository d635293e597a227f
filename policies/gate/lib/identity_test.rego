package gate.lib.identity_test

import data.gate.lib.identity
import data.testing

document := testing.base("high", "prod")

test_the_same_person_however_the_id_is_written if {
	identity.same("ada@example.org", " Ada@Example.org\n")
	not identity.different("ada@example.org", " Ada@Example.org\n")
}

test_different_people if {
	identity.different("ada@example.org", "bo@example.org")
	not identity.same("ada@example.org", "bo@example.org")
}

same(one, other) if identity.same(input.one, input.other) with input as {"one": one, "other": other}

different(one, other) if identity.different(input.one, input.other) with input as {"one": one, "other": other}

test_what_is_no_text_is_nobody[note] if {
	some note, value in {"null": null, "a number": 5, "a list": ["ada@example.org"]}
	not same(value, value)
	not different(value, "ada@example.org")
	not different("ada@example.org", value)
	not identity.known(input.one) with input as object.union(document, {"one": value})
}

test_an_absent_id_is_nobody if {
	every absent in ["one", "other"] {
		document_without := object.remove({"one": "ada@example.org", "other": "bo@example.org"}, [absent])
		count({true | identity.same(input.one, input.other) with input as document_without}) == 0
		count({true | identity.different(input.one, input.other) with input as document_without}) == 0
	}
}

test_known if {
	identity.known("ada@example.org") with input as document
	identity.known("ADA@example.org ") with input as document
	identity.known("robot@example.org") with input as document
}

test_strangers_and_those_who_left_are_not_known if {
	not identity.known("nobody@example.org") with input as document
	not identity.known("gone@example.org") with input as document
	not identity.known("ada@example.org") with input as testing.changed(document, "/facts/identity/ada@example.org/active", "true")
}

test_everybody_may_be_one_of_us_where_nobody_knows if {
	identity.known("nobody@example.org") with input as testing.changed(document, "/facts/identity", null)
}
