# METADATA
# scope: package
# title: The impacts that the assessment describes
# description: |
#   The assessment lists impacts on individuals, groups, society and the environment, and benefits. An element that says
#   with a reason, and without a rating, that its category is not relevant is an absence; every other one is an entry. A
#   short or empty reason excuses nothing. Each is given with the name of its list and the JSON pointer `at` it.
package gate.lib.impacts

import data.gate.lib.days
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: The elements that describe an impact, in the order of the lists
entries := [element |
	some element in _elements
	not _is_absence(element)
]

# METADATA
# title: The elements that say why their category is not relevant
absences := [element |
	some element in _elements
	_is_absence(element)
]

# METADATA
# title: The entries about people, society and the environment that are harms
harms := [entry |
	some entry in entries
	entry.list != "benefits"
	entry.impact.polarity == "harm"
]

# METADATA
# title: Where the entries stand that are described in full sentences
described contains entry.at if {
	some entry in entries
	text.substantial(entry.impact.description, $"{entry.at}/description", tiers.effective)
}

# METADATA
# title: Is it said whom the impact meets?
of_somebody(element) if text.stated(element.impact.stakeholder, $"{element.at}/stakeholder")

# METADATA
# title: Is this a step of the scale for likelihood and severity?
graded(value) if _steps[value]

_steps := {1, 2, 3, 4, 5}

_elements := [{"list": list, "at": $"/impact_assessment/{list}/{place}", "impact": impact} |
	some list in ["individuals", "groups", "society", "environment", "benefits"]
	is_array(input.impact_assessment[list])
	some place, impact in input.impact_assessment[list]
]

_is_absence(element) if {
	days.absent(element.impact, "likelihood")
	days.absent(element.impact, "severity")
	text.substantial(element.impact.not_relevant_reason, $"{element.at}/not_relevant_reason", tiers.effective)
}
