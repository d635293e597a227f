# METADATA
# scope: package
# title: When a piece of evidence holds
# description: |
#   A reference names the first item of `evidence` with its id. The item holds when it is proper (of the right kind,
#   approved, from a known place, for this system), current (not too old, not run out) and trusted (its file has the
#   digest that the request states, as far as the tier asks for that).
package gate.lib.evidence

import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.digests
import data.gate.lib.tiers

# METADATA
# title: Any role may have approved
any_role := null

# METADATA
# title: What stands for a reference that the request does not make; it names no item
no_reference := {"evidence_id": null}

# METADATA
# title: The first item that the reference names
item(reference) := input.evidence[place(reference)]

# METADATA
# title: The place in `evidence` of the first item that the reference names
place(reference) := _first[reference.evidence_id]

# METADATA
# title: The items that a reference can name; a later item with an id that came before is none of them
nameable := [element |
	some place, element in input.evidence
	_first[element.id] == place
]

# METADATA
# title: The reference names an item of this kind
names(reference, kind) if item(reference).kind == kind

# METADATA
# title: The free fields of the item that the reference names, when it is of this kind
fields(reference, kind) := element.fields if {
	element := item(reference)
	element.kind == kind
}

# METADATA
# title: Some fields of the item that the reference names, for a finding to show
shown(reference, keys) := object.filter(item(reference), keys)

# METADATA
# title: The item of a reference holds, at the effective tier
holds(reference, kind, max_age, roles) if good(item(reference), kind, max_age, roles)

# METADATA
# title: An item holds, at the effective tier
good(element, kind, max_age, roles) if good_at(element, kind, max_age, roles, tiers.effective)

# METADATA
# title: An item holds, at a tier
good_at(element, kind, max_age, roles, tier) if {
	proper(element, kind, roles)
	current(element, max_age)
	trusted(element, tier)
}

# METADATA
# title: All items of a kind that hold, whoever refers to them
holding(kind, max_age) := [element |
	some element in nameable
	good(element, kind, max_age, any_role)
]

# METADATA
# title: The item would hold if it were not too old
stale(reference, kind, max_age, roles) if {
	element := item(reference)
	proper(element, kind, roles)
	trusted(element, tiers.effective)
	outdated(element, max_age)
}

# METADATA
# title: The item would hold if its dates were in order; dates that are not stated or lie ahead are not
lapsed(reference, kind, max_age, roles) if {
	element := item(reference)
	proper(element, kind, roles)
	trusted(element, tiers.effective)
	not current(element, max_age)
}

# METADATA
# title: The item would hold if the gate could check its file
unverified(reference, kind, max_age, roles) if {
	element := item(reference)
	proper(element, kind, roles)
	current(element, max_age)
	not trusted(element, tiers.effective)
	not refuted(element)
}

# METADATA
# title: The item would hold but for its file, which the gate could not check or found to be another one
unconfirmed(reference, kind, max_age, roles) if {
	element := item(reference)
	proper(element, kind, roles)
	current(element, max_age)
	not trusted(element, tiers.effective)
}

# METADATA
# title: The item would hold, but its file is not the one that the request states
invalid(reference, kind, max_age, roles) if {
	element := item(reference)
	proper(element, kind, roles)
	current(element, max_age)
	refuted(element)
}

# METADATA
# title: The item holds, or would hold if its dates were in order
holds_but_for_dates(reference, kind, roles) if {
	element := item(reference)
	proper(element, kind, roles)
	trusted(element, tiers.effective)
}

# METADATA
# title: The item holds, or would hold if the gate could check its file
holds_but_for_checks(reference, kind, max_age, roles) if {
	element := item(reference)
	proper(element, kind, roles)
	current(element, max_age)
	not refuted(element)
}

# METADATA
# title: The reference names no item of the kind, or one whose file or signature is not what the request states
# description: A reference that may be absent is handed in as `no_reference`.
mistaken(reference, kind) if not names(reference, kind)

mistaken(reference, _) if refuted(item(reference))

# METADATA
# title: Of the right kind, approved by somebody who may, from a known place, and for this system
proper(element, kind, roles) if {
	element.kind == kind
	element.status == "approved"
	known_place(element.uri)
	digests.sha256(element.digest)
	element.approved_by.decision == "approve"
	days.passed(element.approved_by.at)
	_may_approve(element.approved_by.role, roles)
	covers_system(element)
}

# METADATA
# title: The address has one of the accepted schemes; what follows a plus sign in it is left out
known_place(uri) if {
	contains(uri, ":")
	scheme := split(substring(uri, 0, indexof(uri, ":")), "+")[0]
	scheme in data.tables.schemes
}

# METADATA
# title: The item is for this system, its organisational unit, or everything
covers_system(element) if {
	is_array(element.applies_to)
	_names_system(element.applies_to)
}

_names_system(names) if {
	input.system.id in names
} else if {
	"*" in names
} else if {
	input.system.org_unit in names
}

# METADATA
# title: Issued or reviewed at most so many days ago, and not run out
current(element, max_age) if {
	compare.between(age(element), 0, max_age)
	days.open_end(element, "expires_at")
}

# METADATA
# title: Issued and last reviewed too long ago, or run out
outdated(element, max_age) if compare.above(age(element), max_age)

outdated(element, _) if days.passed(element.expires_at)

# METADATA
# title: Days since the item was issued or last reviewed, whichever came later
# description: Undefined when one of the two is stated and is no date, since that one may be the later.
age(element) := min(ages) if {
	dates := [date | some key in ["issued_at", "last_reviewed_at"]; date := element[key]; date != null]
	ages := [days.since(date) | some date in dates]
	count(ages) == count(dates)
}

# METADATA
# title: The gate has checked what the tier asks for, and nothing was found wrong
trusted(element, tier) if {
	not refuted(element)
	_digest_checked(element, tier)
	_signature_checked(element, tier)
}

# METADATA
# title: The gate has found that file or signature is not what the request states
refuted(element) if input.facts.evidence[element.id].digest_ok == false

refuted(element) if input.facts.evidence[element.id].signature_ok == false

# METADATA
# title: The tier asks for a check of the file that the gate could not make
file_unchecked(element) if {
	tiers.at_least("high")
	_unknown(input.facts.evidence[element.id], "digest_ok")
}

# METADATA
# title: The tier asks for a check of file or signature that the gate could not make
unchecked(element) if file_unchecked(element)

unchecked(element) if {
	tiers.at_least("critical")
	_unknown(input.facts.evidence[element.id], "signature_ok")
}

_unknown(check, key) if check[key] == null

_digest_checked(element, tier) if {
	input.facts.evidence[element.id].digest_ok == true
} else if {
	not tiers.reaches(tier, "high")
}

_signature_checked(element, tier) if {
	tier != "critical"
} else if {
	input.facts.evidence[element.id].signature_ok == true
}

_may_approve(_, roles) if roles == any_role

_may_approve(role, roles) if role in roles

# The first place of each id. What is no text names nothing: null does not mean null. One object for all of them,
# because a set for each id would be looked for in the whole list each time. Where an id is there twice, one object
# would have two values for it, and the longer way is gone.
_first := {id: place | some [place, id] in _numbered} if {
	_all_different
} else := object.union_n([{id: place} | some [place, id] in array.reverse(_numbered)])

_all_different if count({id | some [_, id] in _numbered}) == count(_numbered)

_numbered := [[place, element.id] |
	is_array(input.evidence)
	some place, element in input.evidence
	is_string(element.id)
]
