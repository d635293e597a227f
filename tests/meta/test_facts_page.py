"""The page about facts has every fact, and nothing that is none."""

import json
import re

from tests.shared import ROOT

_PAGE = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")


def _paths(schema, path):
    """Every leaf of the schema; the elements of lists and maps as one."""
    for each in schema.get("anyOf", [schema]):
        if "properties" in each and path not in _WHOLE:
            for name, inner in each["properties"].items():
                yield from _paths(inner, f"{path}.{name}".lstrip("."))
        elif isinstance(each.get("additionalProperties"), dict) and path not in _WHOLE:
            yield from _paths(each["additionalProperties"], f"{path}.*")
        elif each.get("items", {}).get("type") == "object" and path not in _WHOLE:
            yield from _paths(each["items"], f"{path}[]")
        elif each.get("type") != "null":
            yield path


_WHOLE = {
    *("text", "quality", "card_score", "live", "staged", "history.denied_90d"),
    *("history.open_conditions", "history.expired_waivers", "registries.allowed_regions"),
}
"""Facts that the page tells as one."""


def _told():
    rows = re.findall(r"^\| (`.*?) \|", _PAGE.partition("## Signatures")[0], re.MULTILINE)
    for row in rows:
        for path in re.findall(r"`(.*?)`", row):
            names = re.search(r"\{(.*)\}", path)
            yield from (
                [path.replace(names[0], name) for name in names[1].split(", ")] if names else [path]
            )


def test_every_fact_is_told_once():
    """Where it comes from, who is trusted for it, and what null means."""
    schema = json.loads((ROOT / "policies/schemas/facts.schema.json").read_text(encoding="utf-8"))

    assert sorted(_told()) == sorted(set(_paths(schema, "")))


def test_every_row_is_complete():
    """Four columns, none of them empty."""
    table = _PAGE.partition("## Signatures")[0]
    rows = [line.split(" | ") for line in table.splitlines() if line.startswith("| `")]

    assert rows
    assert all(len(row) == 4 and all(cell.strip("| ") for cell in row) for row in rows)
