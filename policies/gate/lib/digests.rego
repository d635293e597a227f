# METADATA
# scope: package
# title: Digests of artefacts and files
package gate.lib.digests

# METADATA
# title: Is this a SHA-256 digest, written as 64 lower-case hex characters?
sha256(digest) if {
	digest.alg == "sha256"
	_sha256_of_evidence[digest.value]
} else if {
	digest.alg == "sha256"
	count(digest.value) == 64
	hexadecimal(digest.value)
}

# METADATA
# title: Is this a digest of an accepted algorithm, written as that many lower-case hex characters?
well_formed(digest) if {
	hexadecimal(digest.value)
	count(digest.value) == data.tables.DIGEST.len[digest.alg]
}

# METADATA
# title: Is this the full id of a commit, of SHA-1 or of SHA-256?
commit(id) if {
	count(id) in {40, 64}
	hexadecimal(id)
}

# METADATA
# title: Is this a text of lower-case hex characters alone?
# description: One pattern for every length, because a pattern that counts is large and slow to compile.
hexadecimal(value) if {
	_sha256_of_evidence[value]
} else if {
	regex.match(_hexadecimal, value)
}

_hexadecimal := `^[0-9a-f]+$`

# The digests of the evidence are asked for most, and one look at all of them costs little more than one at each.
_sha256_of_evidence := {value | some value in _values_of_evidence; count(value) == 64} if {
	regex.match(_hexadecimal, concat("", _values_of_evidence))
}

_values_of_evidence := [value |
	some element in input.evidence
	value := element.digest.value
	is_string(value)
	value != ""
]

# METADATA
# title: Are these the same digest?
same(one, other) if {
	one.alg == other.alg
	is_string(one.alg)
	one.value == other.value
	is_string(one.value)
	one.value != ""
}

# METADATA
# title: A digest as one text, alg:value
text(digest) := concat(":", [digest.alg, digest.value])
