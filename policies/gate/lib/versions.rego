# METADATA
# scope: package
# title: Versions of systems and models
package gate.lib.versions

import data.gate.lib.text

# METADATA
# title: The version names one state for good; it has a digit, and is not whatever is the latest
pinned(version) if {
	text.written(version)
	regex.match(`[0-9]`, version)
	not contains(lower(version), "latest")
}

# METADATA
# title: Major and minor number of a version, as texts; undefined for a version without both
major_minor(version) := numbers if {
	numbers := array.slice(split(trim_prefix(version, "v"), "."), 0, 2)
	count(numbers) == 2
	every number in numbers {
		number != ""
		trim(number, "0123456789") == ""
	}
}

# METADATA
# title: The version names one release exactly, not a range and not whichever is the newest
exact(version) if {
	regex.match(_exact, version)
	not contains(lower(version), "latest")
}

_exact := $"^({data.tables.PIN.pattern})$"
