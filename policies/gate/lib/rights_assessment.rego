# METADATA
# scope: package
# title: The assessment of the impact on fundamental rights that EU law asks for
package gate.lib.rights_assessment

import data.gate.lib.days
import data.gate.lib.lists
import data.gate.lib.text
import data.gate.lib.tiers

# METADATA
# title: The assessment is asked for, or may be
asked if _stated

# Whether a user of a high-risk system needs it has to be stated; who only supplies the system does not.
asked if {
	_not_stated
	input.classification.eu.class == "high"
	not _only_supplied
}

# METADATA
# title: The assessment is complete and the authority was notified of it, or it is not asked for
settled if not asked

settled if {
	count(elements_not_filled) == 0
	days.passed(input.impact_assessment.fria.authority_notified_at)
}

# METADATA
# title: The elements of the assessment that are absent, empty or too short
elements_not_filled := [element |
	some element in array.concat(_texts, _lists)
	not _filled[element]
]

_stated if not input.classification.eu.art27_required in [null, false]

_not_stated if days.absent(input.classification.eu, "art27_required")

_only_supplied if input.classification.eu.role in ["provider", "importer", "distributor", "none"]

_texts := ["processes", "period_frequency", "oversight_measures", "response_and_complaints"]

_lists := ["affected_categories", "specific_risks"]

_filled contains element if {
	some element in _texts
	text.substantial(
		input.impact_assessment.fria[element],
		$"/impact_assessment/fria/{element}",
		tiers.effective,
	)
}

_filled contains element if {
	some element in _lists
	lists.all_stated(input.impact_assessment.fria[element], $"/impact_assessment/fria/{element}")
}
