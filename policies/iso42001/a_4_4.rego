# METADATA
# scope: package
# title: Tooling resources
# custom:
#   control: A.4.4
package iso42001.a_4_4

import data.gate.lib.digests
import data.gate.lib.evidence
import data.gate.lib.lists
import data.gate.lib.text
import data.gate.lib.tiers
import data.gate.lib.versions

# METADATA
# title: Every evaluation names its tool and the tool's version
# custom:
#   rule: A.4.4-1
#   profile: A
#   needs: ["evaluation.runs[].tool.name"]
#   found:
#     - evaluation.runs[].id
#     - evaluation.runs[].tool
#     - security.red_team[].tool
#     - security.red_team[].tool_version
#   remediation: State the name and exact version of the tool in each evaluation run and red-team report.
#   maps:
#     eu_ai_act: Annex IV(2)(a)-(c)
#     nist_ai_rmf: MAP 2.1*, 4.2
#     iso: 23894 6.4.2
passes contains "A.4.4-1" if {
	lists.filled(input.evaluation.runs)
	every run in input.evaluation.runs {
		text.filled(run.tool.name)
		_version_named(run.tool, "version")
	}
	_red_team_tools_named
}

# There need not be a red team.
_red_team_tools_named if not _red_team_reported

_red_team_tools_named if {
	is_array(input.security.red_team)
	every report in input.security.red_team {
		_version_named(report, "tool_version")
	}
}

_red_team_reported if lists.something(input.security.red_team)

_version_named(tool, key) if {
	tiers.at_most("minimal")
} else if {
	versions.exact(tool[key])
}

# METADATA
# title: The tools that build and serve the system are pinned
# custom:
#   rule: A.4.4-2
#   profile: A
#   needs: ["resources.tooling[].name"]
#   found: ["resources.tooling[].name", "resources.tooling[].version", "resources.tooling[].purl"]
#   remediation: >-
#     Give every tool a version and a package URL with version, and attach the lock file as evidence of kind lock_file
#     for this system.
#   open: No field holds the digest of a lock file; the lock file is an item of evidence of kind lock_file.
#   maps:
#     eu_ai_act: Annex IV(2)(a)-(c)
#     nist_ai_rmf: MAP 2.1*, 4.2
#     iso: 23894 6.4.2
passes contains "A.4.4-2" if {
	_tools_pinned
	_locked
}

unverified contains "A.4.4-2" if {
	_tools_pinned
	count(_lock_files) > 0
	not _locked
}

found["A.4.4-2"] := {"lock_files": [object.filter(element, ["id", "digest"]) |
	some element in input.evidence
	element.kind == "lock_file"
]}

_tools_pinned if {
	lists.filled(input.resources.tooling)
	every tool in input.resources.tooling {
		text.filled(tool.name)
		_version_named(tool, "version")
		_package_named(tool)
	}
}

_package_named(tool) if {
	tiers.at_most("limited")
} else if {
	regex.match(_package_url, tool.purl)
}

_package_url := $"^({data.tables.PURL.pattern})$"

_locked if tiers.at_most("limited")

_locked if {
	some element in _lock_files
	input.facts.evidence[element.id].digest_ok == true
}

# The approved lock files of this very system.
_lock_files := [element |
	some element in evidence.nameable
	element.kind == "lock_file"
	element.status == "approved"
	digests.sha256(element.digest)
	input.system.id in element.applies_to
]

# METADATA
# title: No forbidden tool is used and no critical vulnerability is open
# custom:
#   rule: A.4.4-3
#   profile: A
#   needs: ["resources.tooling[]"]
#   found: [facts.registries.critical_vulnerabilities, security.vulnerabilities.critical_open]
#   remediation: Fix the critical vulnerabilities and replace the tools on the deny list.
#   maps:
#     eu_ai_act: Annex IV(2)(a)-(c)
#     nist_ai_rmf: MAP 2.1*, 4.2
#     iso: 23894 6.4.2
passes contains "A.4.4-3" if {
	lists.filled(input.resources.tooling)
	count(_forbidden) == 0
	_no_critical_vulnerability
}

unverified contains "A.4.4-3" if _registry_silent

found["A.4.4-3"] := {"tools_forbidden": sort(_forbidden)}

_forbidden contains name if {
	some name in _tool_names
	name in data.tables.tool_deny
}

# A tool is forbidden by its name, or by its name and version.
_tool_names contains lower(tool.name) if some tool in _tools

_tool_names contains concat("@", [lower(tool.name), tool.version]) if some tool in _tools

_tools := array.concat(
	[tool | some tool in input.resources.tooling],
	[run.tool | some run in input.evaluation.runs],
)

_no_critical_vulnerability if {
	input.facts.registries.critical_vulnerabilities == 0
	_stated_open in [null, 0]
}

# Below the high tier the team's own count is enough where no registry is connected.
_no_critical_vulnerability if {
	tiers.at_most("limited")
	_registry_silent
	_stated_open == 0
}

_registry_silent if input.facts.registries.critical_vulnerabilities == null

default _stated_open := null

_stated_open := input.security.vulnerabilities.critical_open
