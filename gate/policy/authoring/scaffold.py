"""A new control, complete: rule, test, threshold and sample case, which pass every check at once.

It is to be changed from there. What is written is one rule that reads one number from a table of
its own, and a request that the rule denies.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Final

from gate.errors import Misconfigured
from gate.policy.authoring.annotations import slug
from gate.policy.authoring.sample_case import sample_case

_CONTROL: Final = re.compile(r"[A-Z]{1,8}(\.[0-9]+)+|CL-[0-9]([./-]?[0-9A-Za-z])*")
_FAMILY: Final = "iso42001"

_RULE: Final = Template("""\
# METADATA
# scope: package
# title: What the control $control is about
# custom:
#   control: $control
package iso42001.$slug

import data.gate.lib.compare
import data.gate.lib.text

# METADATA
# title: The system says in a sentence what it is for
# custom:
#   rule: $control-1
#   profile: S
#   severity: [{when: always, set: D}]
#   needs: [system.purpose]
#   found: [system.purpose]
#   required: A purpose in a full sentence.
#   remediation: State in system.purpose what the system is for, in a sentence of its own.
passes contains "$control-1" if {
	text.stated(input.system.purpose, "/system/purpose")
	compare.at_least(input.facts.text["/system/purpose"].words, data.tables.$table.words)
}
""")

_TEST: Final = Template("""\
package iso42001.${slug}_test

import data.iso42001.$slug

test_a_sentence_passes if {
	"$control-1" in $slug.passes with input as _document("Sorts mail.", _least)
}

test_a_word_less_does_not_pass if {
	not "$control-1" in $slug.passes with input as _document("Sorts mail.", _least - 1)
}

test_a_blank_purpose_does_not_pass if {
	not "$control-1" in $slug.passes with input as _document(" ", _least)
}

test_an_unmeasured_purpose_does_not_pass if {
	not "$control-1" in $slug.passes with input as _document("Sorts mail.", null)
}

test_a_placeholder_does_not_pass if {
	poor := {"facts": {"quality": {"/system/purpose": {"score": 0, "reasons": ["placeholder"]}}}}
	document := object.union(_document("to be done", _least), poor)
	not "$control-1" in $slug.passes with input as document
}

_least := data.tables.$table.words

_document(purpose, words) := {
	"system": {"purpose": purpose},
	"facts": {"quality": {}, "text": {"/system/purpose": {"words": words}}},
}
""")

_TABLES: Final = Template("""\
# Tables of the control $control. Defaults of ours, not of the standard.
$table:
  words: 5                     # different words of a purpose, at least
""")


@dataclass(frozen=True, slots=True)
class NewControl:
    """What was written; `case` is None where there is no folder of sample cases."""

    rule: Path
    test: Path
    tables: Path
    schema: Path
    case: Path | None


def new_control(policies: Path, control: str, *, cases: Path | None = None) -> NewControl:
    """Writes everything that a control consists of.

    Args:
        policies: the folder with the sources.
        control: the id of the control.
        cases: the folder of the sample cases; without one no case is written.

    Raises:
        Misconfigured: the id is not one of a control, one of its files is there already, or the
            case that the new one comes from is not there. Nothing was written.
    """
    if not _CONTROL.fullmatch(control):
        raise Misconfigured(
            f"{control!r} is not the id of a control; write it like A.9.2, CL-6.1.2 or ACME.1"
        )
    name = slug(control)
    made = NewControl(
        rule=policies / _FAMILY / f"{name}.rego",
        test=policies / _FAMILY / f"{name}_test.rego",
        tables=policies / "data" / f"{name}.yaml",
        schema=policies / "data" / f"{name}.schema.json",
        case=cases / f"{name}_deny" if cases is not None else None,
    )
    words = {"control": control, "slug": name, "table": name.upper()}
    contents = {
        made.rule: _RULE.substitute(words),
        made.test: _TEST.substitute(words),
        made.tables: _TABLES.substitute(words),
        made.schema: _schema(control, name.upper()),
    }
    if cases is not None and made.case is not None:
        for file, text in sample_case(cases, made.case.name, f"{control}-1").items():
            contents[made.case / file] = text
    for path in contents:
        if path.exists():
            raise Misconfigured(f"{path} is there already")
    for path, text in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return made


def _schema(control: str, table: str) -> str:
    words = {
        "description": "Fewest different words of a purpose",
        "type": "integer",
        "minimum": 1,
        "maximum": 100,
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Tables of the control {control}",
        **_closed(table, _closed("words", words)),
    }
    return json.dumps(schema, indent=2) + "\n"


def _closed(name: str, inside: object) -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name],
        "properties": {name: inside},
    }
