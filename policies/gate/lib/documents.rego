# METADATA
# scope: package
# title: The documentation for users
package gate.lib.documents

import data.gate.lib.evidence

# METADATA
# title: The item of evidence that the request names as its user documentation, when it is of that kind
user_docs := item if {
	item := evidence.item(input.transparency.user_docs)
	item.kind == "user_docs"
}

# METADATA
# title: Major and minor number of a version, "1.4" of "1.4.0"
major_minor(version) := array.slice(split(version, "."), 0, 2) if version != ""
