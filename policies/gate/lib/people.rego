# METADATA
# scope: package
# title: People, as the organisation's own files know them
package gate.lib.people

import data.gate.lib.days
import data.gate.lib.tiers

# METADATA
# title: The person is known and still with the organisation
active(person_id) if input.facts.identity[person_id].active == true

# METADATA
# title: The person is known to be a human being, not a service
human(person_id) if input.facts.identity[person_id].human == true

# METADATA
# title: No file says who works here
unknown if input.facts.identity == null

# METADATA
# title: The training is recent enough for the effective tier and has not run out
trained(training) if {
	days.within(training.completed_at, tiers.here(data.tables.AGE.training))
	days.open_end(training, "expires_at")
}
