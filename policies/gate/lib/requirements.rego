# METADATA
# scope: package
# title: What the system is required to do, in numbers
package gate.lib.requirements

import data.gate.lib.compare
import data.gate.lib.text

# METADATA
# title: Can it be told by a measured value whether the requirement is met?
measurable(requirement) if {
	text.written(requirement.metric)
	requirement.op in {">=", ">", "<=", "<", "=="}
	is_number(requirement.threshold)
}

# METADATA
# title: The objectives that measurable requirements stand for
objectives contains requirement.objective if {
	some requirement in input.requirements.items
	measurable(requirement)
}

# METADATA
# title: Does the value meet the threshold of the requirement?
meets(value, requirement) if {
	requirement.op == ">="
	compare.at_least(value, requirement.threshold)
}

meets(value, requirement) if {
	requirement.op == ">"
	compare.above(value, requirement.threshold)
}

meets(value, requirement) if {
	requirement.op == "<="
	compare.at_most(value, requirement.threshold)
}

meets(value, requirement) if {
	requirement.op == "<"
	compare.below(value, requirement.threshold)
}

meets(value, requirement) if {
	requirement.op == "=="
	compare.between(value, requirement.threshold, requirement.threshold)
}
