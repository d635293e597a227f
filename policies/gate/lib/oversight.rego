# METADATA
# scope: package
# title: The people who may step in
# description: Of the oversight roles those count that may override or stop the system.
package gate.lib.oversight

import data.gate.lib.days
import data.gate.lib.lists
import data.gate.lib.people
import data.gate.lib.tiers

# METADATA
# title: The roles that may override or stop the system
guards := [guard |
	some guard in input.oversight.roles
	_may_step_in(guard)
]

_may_step_in(guard) if "override" in guard.authority

_may_step_in(guard) if "stop" in guard.authority

# METADATA
# title: Some role may override, some role may stop, and somebody fills each of them
staffed if {
	some overriding in guards
	"override" in overriding.authority
	some stopping in guards
	"stop" in stopping.authority
	every guard in guards {
		lists.filled(guard.persons)
	}
}

# METADATA
# title: Each of the roles has a training that counts at the effective tier
trained if {
	every guard in guards {
		some training in guard.training
		people.trained(training)
	}
}

# METADATA
# title: Each of the roles has a training with a date, too old or run out as it may be
trained_at_some_time if {
	every guard in guards {
		some training in guard.training
		is_number(days.since(training.completed_at))
	}
}

# METADATA
# title: The people are active human beings; below the high tier nobody is looked up
present if tiers.at_most("limited")

present if {
	every guard in guards {
		every person in guard.persons {
			people.active(person.id)
			people.human(person.id)
		}
	}
}
