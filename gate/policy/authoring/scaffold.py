"""A new control: a rule and its test that pass every check at once, to be changed from there."""

import re
from pathlib import Path
from string import Template
from typing import Final

from gate.errors import Misconfigured
from gate.policy.authoring.annotations import slug

_CONTROL: Final = re.compile(r"[A-Z]{1,8}(\.[0-9]+)+|CL-[0-9]([./-]?[0-9A-Za-z])*")
_FAMILY: Final = "iso42001"

_RULE: Final = Template("""\
# METADATA
# scope: package
# title: What the control $control is about
# custom:
#   control: $control
package iso42001.$slug

import data.gate.lib.text

# METADATA
# title: The system says what it is for
# custom:
#   rule: $control-1
#   profile: S
#   needs: [system.purpose]
#   found: [system.purpose]
#   required: A purpose in a full sentence.
#   remediation: State in system.purpose what the system is for.
passes contains "$control-1" if text.stated(input.system.purpose, "/system/purpose")
""")

_TEST: Final = Template("""\
package iso42001.${slug}_test

import data.iso42001.$slug

test_a_stated_purpose_passes if {
	"$control-1" in $slug.passes with input as _document("Sorts incoming mail for the archive.")
}

test_a_blank_purpose_does_not_pass if {
	not "$control-1" in $slug.passes with input as _document(" ")
}

test_a_placeholder_does_not_pass if {
	poor := {"facts": {"quality": {"/system/purpose": {"score": 0, "reasons": ["placeholder"]}}}}
	not "$control-1" in $slug.passes with input as object.union(_document("to be done"), poor)
}

_document(purpose) := {
	"system": {"purpose": purpose},
	"facts": {"quality": {}},
}
""")


def new_control(policies: Path, control: str) -> tuple[Path, Path]:
    """Writes a rule and its test for `control` and returns both files.

    Raises:
        Misconfigured: the id is not one of a control, or its files are there already.
    """
    if not _CONTROL.fullmatch(control):
        raise Misconfigured(
            f"{control!r} is not the id of a control; write it like A.9.2, CL-6.1.2 or ACME.1"
        )
    name = slug(control)
    rule = policies / _FAMILY / f"{name}.rego"
    test = policies / _FAMILY / f"{name}_test.rego"
    for file in (rule, test):
        if file.exists():
            raise Misconfigured(f"{file} is there already")
    rule.parent.mkdir(parents=True, exist_ok=True)
    rule.write_text(_RULE.substitute(control=control, slug=name))
    test.write_text(_TEST.substitute(control=control, slug=name))
    return rule, test
