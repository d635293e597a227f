# METADATA
# scope: package
# title: The training that people need and have
# description: |
#   The staff are the people in the roles that the tier asks for; beside them stand the oversight roles. Each holds
#   records of training, and from the high tier each is asked for a course of the role. Names of courses are exact.
package gate.lib.training

import data.gate.lib.people
import data.gate.lib.tiers

# METADATA
# title: The staff, each with role, person, records of training and the courses asked for
staff := [holder |
	some person in input.resources.people
	role := lower(person.role)
	_staff_roles[role]
	holder := {
		"role": person.role,
		"person": _person_id(person),
		"records": _records(person, "competence"),
		"courses": array.concat(tiers.here(data.tables.COMP.all), _course_of_role(role)),
	}
]

# METADATA
# title: The oversight roles, likewise; who fills one is not looked at
overseers := [{
	"role": _role_name(oversight),
	"person": null,
	"records": _records(oversight, "training"),
	"courses": _course_of_role("oversight"),
} |
	some oversight in input.oversight.roles
]

# METADATA
# title: All of them, with the courses of all their records, and the records that count at the effective tier
holders := [object.union(holder, {"taken": taken, "counting": counting}) |
	some holder in array.concat(staff, overseers)
	taken := [record.course | some record in holder.records]
	counting := [record |
		some record in holder.records
		people.trained(record)
	]
]

# METADATA
# title: The courses asked for of which there is no record
not_taken(holder) := [course |
	some course in holder.courses
	not course in holder.taken
]

# METADATA
# title: The records of a course that count
counting(holder, course) := [record |
	some record in holder.counting
	record.course == course
]

_staff_roles contains role if some role in tiers.here(data.tables.STAFF.roles)

_course_of_role(role) := [course |
	tiers.at_least("high")
	course := data.tables.COMP.role[role]
]

_role_name(oversight) := role if {
	role := oversight.role
} else := null

_person_id(person) := id if {
	id := person.person.id
} else := null

_records(element, list) := records if {
	records := element[list]
	is_array(records)
} else := []
