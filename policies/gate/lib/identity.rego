# METADATA
# scope: package
# title: Ids of people, as they are compared
# description: |
#   People write their address in capitals one day and not the next. Ids are therefore compared trimmed and in lower
#   case, so that nobody becomes another person, or a stranger, by the way an id is written.
package gate.lib.identity

import data.gate.lib.people
import data.gate.lib.words

# METADATA
# title: Two ids of the same person
same(one, other) if words.folded(one) == words.folded(other)

# METADATA
# title: Two ids, and of different people; an absent id is nobody's
different(one, other) if words.folded(one) != words.folded(other)

# METADATA
# title: The person works here, or nobody knows who does
known(_) if people.unknown

known(person_id) if _employed[words.folded(person_id)]

_employed contains words.folded(person_id) if {
	some person_id, person in input.facts.identity
	person.active == true
}
