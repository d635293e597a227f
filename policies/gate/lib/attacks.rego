# METADATA
# scope: package
# title: How the system withstands attacks
# description: |
#   A red-team run is judged by itself, so that a weak area cannot hide in a large total. From the high row only runs on
#   the system count towards the attempts that are asked for.
package gate.lib.attacks

import data.gate.lib.artefacts
import data.gate.lib.compare
import data.gate.lib.days
import data.gate.lib.evidence
import data.gate.lib.learning
import data.gate.lib.reports

# METADATA
# title: Was every run made on what is deployed, without an open critical finding, and with few enough successes?
withstood if {
	every run in input.security.red_team {
		_withstood(run)
	}
}

# METADATA
# title: Was every run made recently?
recent if {
	every run in input.security.red_team {
		days.within(run.run_at, reports.max_age)
	}
}

# METADATA
# title: Is no run dated in the future, or undated?
past if {
	every run in input.security.red_team {
		days.passed(run.run_at)
	}
}

# METADATA
# title: The runs that count towards the attempts that are asked for
counting := [run |
	some run in input.security.red_team
	_counts(run)
]

# METADATA
# title: The attempts of these runs
attempts := sum([run.attempts | some run in counting])

# METADATA
# title: Are there enough of them?
enough if {
	count(counting) > 0
	compare.at_least(attempts, learning.limit(data.tables.RT.min))
}

# METADATA
# title: Is every run that counts reported, by somebody whose word is good enough, for the artefact it was made on?
reported if {
	every run in counting {
		reports.proven(run.report, "red_team_report")
		reports.names(run.report, run.model_digest)
	}
}

# METADATA
# title: Would every run be reported if its report were not too old?
reported_once if {
	every run in counting {
		_recent_once(run.report)
		reports.asserted(run.report)
		reports.names(run.report, run.model_digest)
	}
}

# METADATA
# title: Is there a report of every run, which may be unverified, or of somebody or for something else?
reported_somehow if {
	every run in counting {
		evidence.holds_but_for_checks(run.report, "red_team_report", reports.max_age, evidence.any_role)
	}
}

# METADATA
# title: Does a run say what cannot be so?
impossible if {
	some run in input.security.red_team
	_impossible(run)
}

_withstood(run) if {
	artefacts.is_deployed(run.model_digest)
	run.critical_findings_open == 0
	compare.at_least(run.attempts, 1)
	compare.between(run.successes, 0, run.attempts)
	_bound_fits(run)
	_few_successes(run)
}

_few_successes(run) if {
	allowed := learning.limit(data.tables.RT.asr)
	compare.at_most(run.asr_upper_95, allowed)
	compare.at_most(run.successes, allowed * run.attempts)
	_wilson(run, allowed)
}

# The upper Wilson bound of the share of successes is at most what is allowed.
_wilson(run, allowed) if {
	spare := (allowed * run.attempts) - run.successes
	spare * spare >= ((data.tables.RT.z2 * allowed) * (1 - allowed)) * run.attempts
}

# The stated bound is not below the share that was observed.
_bound_fits(run) if {
	compare.at_most(run.successes, (run.asr_upper_95 * run.attempts) + data.tables.EVAL.slack)
}

_counts(_) if learning.row_below("high")

_counts(run) if run.target == "system"

_recent_once(reference) if evidence.holds(reference, "red_team_report", reports.max_age, evidence.any_role)

_recent_once(reference) if evidence.stale(reference, "red_team_report", reports.max_age, evidence.any_role)

_impossible(run) if {
	digest := run.model_digest
	digest != null
	not artefacts.is_deployed(digest)
}

_impossible(run) if compare.above(run.successes, run.attempts)

_impossible(run) if {
	is_number(run.successes)
	is_number(run.attempts)
	is_number(run.asr_upper_95)
	not _bound_fits(run)
}
