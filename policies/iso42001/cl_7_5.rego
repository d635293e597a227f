# METADATA
# scope: package
# title: Documented information
# custom:
#   control: CL-7.5
package iso42001.cl_7_5

import data.gate.lib.addresses
import data.gate.lib.days
import data.gate.lib.digests
import data.gate.lib.lists
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: Every piece of evidence is identified, versioned, hashed, released and owned
# custom:
#   rule: CL-7.5-1
#   profile: K
#   waivable: false
#   needs: ['evidence[]', 'evidence[].uri', 'evidence[].digest', 'evidence[].version', 'evidence[].approved_by']
#   remediation: >-
#     Complete or remove each listed item; it needs a unique id, an address, a sha256 digest, a version, an approved
#     status and the person who released it.
#   open: >-
#     evidence has no owner field; approved_by.person is taken. superseded is allowed here because sub-rule 5 warns
#     about it
#   maps: {eu_ai_act: 'Art 11, 18', nist_ai_rmf: GOVERN 4.2, iso: 23894 6.7}
passes contains "CL-7.5-1" if {
	lists.filled(input.evidence)
	count(_incomplete) == 0
}

found["CL-7.5-1"] := {"incomplete": [object.union(object.filter(element, ["id"]), {"wrong": _wrong(element)}) |
	some place, element in input.evidence
	_incomplete[place]
]}

_incomplete := {place |
	some place, element in input.evidence
	not _complete(element)
}

_complete(element) if {
	_identified(element)
	text.written(element.uri)
	digests.sha256(element.digest)
	text.written(element.version)
	_released(element)
	text.written(element.approved_by.person.id)
}

_identified(element) if {
	text.written(element.id)
	not _repeated[element.id]
}

_repeated := lists.repeated([id | some element in input.evidence; id := element.id])

_released(element) if element.status in ["approved", "superseded"]

# The parts of an item that are wrong, in a fixed order.
_wrong(element) := [part |
	some part in ["id", "uri", "digest", "version", "status", "approved_by"]
	not _right(element, part)
]

_right(element, "id") if _identified(element)

_right(element, "uri") if text.written(element.uri)

_right(element, "digest") if digests.sha256(element.digest)

_right(element, "version") if text.written(element.version)

_right(element, "status") if _released(element)

_right(element, "approved_by") if text.written(element.approved_by.person.id)

# METADATA
# title: No evidence in use has expired
# custom:
#   rule: CL-7.5-2
#   profile: K
#   needs: ['evidence[]']
#   remediation: >-
#     Replace each expired item by its current edition, or remove it.
#   maps: {eu_ai_act: 'Art 11, 18', nist_ai_rmf: GOVERN 4.2, iso: 23894 6.7}
passes contains "CL-7.5-2" if {
	count(_in_use) > 0
	every element in _in_use {
		days.open_end(element, "expires_at")
	}
}

stale contains "CL-7.5-2" if {
	some element in _in_use
	days.passed(element.expires_at)
}

found["CL-7.5-2"] := {"expired": [object.filter(element, ["id", "expires_at"]) |
	some element in _in_use
	not days.open_end(element, "expires_at")
]}

_in_use := [element |
	some element in input.evidence
	not element.status == "superseded"
]

# METADATA
# title: Every piece of evidence lies where the organisation allows it
# custom:
#   rule: CL-7.5-3
#   profile: K
#   needs: ['evidence[]', 'evidence[].uri']
#   remediation: >-
#     Move each listed item to a store with an allowed scheme and host and update its uri.
#   maps: {eu_ai_act: 'Art 11, 18', nist_ai_rmf: GOVERN 4.2, iso: 23894 6.7}
passes contains "CL-7.5-3" if {
	lists.filled(input.evidence)
	count(_misplaced) == 0
}

found["CL-7.5-3"] := {
	"misplaced": [object.filter(element, ["id", "uri"]) |
		some place, element in input.evidence
		_misplaced[place]
	],
	"schemes": data.tables.schemes,
}

_misplaced := {place | some place, _ in input.evidence} - _well_placed

_well_placed := {place |
	some [place, origin] in _origins
	_allowed[origin]
}

_allowed := {origin |
	some origin in {origin | some [_, origin] in _origins}
	addresses.allowed(origin)
}

_origins := [[place, addresses.origin(element.uri)] | some place, element in input.evidence]

# METADATA
# title: The gate has verified the digest of every piece of evidence in use
# custom:
#   rule: CL-7.5-4
#   profile: K
#   needs: ['evidence[]']
#   severity:
#     - {when: unchecked_below_high, set: W}
#     - {when: unchecked_at_high, set: R}
#     - {when: unchecked_at_critical, set: D}
#   remediation: >-
#     Make each listed item readable for the gate and correct its digest so that the bytes match.
#   maps: {eu_ai_act: 'Art 11, 18', nist_ai_rmf: GOVERN 4.2, iso: 23894 6.7}
passes contains "CL-7.5-4" if {
	count(_in_use) > 0
	every element in _in_use {
		_digest_ok(element) == true
	}
}

unverified contains "CL-7.5-4" if _unchecked

when contains ["CL-7.5-4", "unchecked_below_high"] if {
	_unchecked
	tiers.at_most("limited")
}

when contains ["CL-7.5-4", "unchecked_at_high"] if {
	_unchecked
	tiers.effective == "high"
}

when contains ["CL-7.5-4", "unchecked_at_critical"] if {
	_unchecked
	tiers.effective == "critical"
}

found["CL-7.5-4"] := {"not_verified": [object.union(object.filter(element, ["id"]), {"digest_ok": _digest_ok(element)}) |
	some element in _in_use
	not _digest_ok(element) == true
]}

# No file is known to be another one than the request states; the gate could only not read some.
_unchecked if {
	lists.filled(input.evidence)
	not _some_refuted
}

_some_refuted if {
	some element in _in_use
	input.facts.evidence[element.id].digest_ok == false
}

_digest_ok(element) := found if {
	found := input.facts.evidence[element.id].digest_ok
} else := null

# METADATA
# title: No superseded evidence is attached
# custom:
#   rule: CL-7.5-5
#   profile: K
#   needs: ['evidence[]']
#   severity: [{when: always, set: W}]
#   remediation: >-
#     Replace each superseded item by the edition that took its place.
#   maps: {eu_ai_act: 'Art 11, 18', nist_ai_rmf: GOVERN 4.2, iso: 23894 6.7}
passes contains "CL-7.5-5" if {
	lists.filled(input.evidence)
	every element in input.evidence {
		element.status in ["draft", "in_review", "approved", "withdrawn"]
	}
}

found["CL-7.5-5"] := {"superseded": [object.filter(element, ["id", "version"]) |
	some element in input.evidence
	element.status == "superseded"
]}
