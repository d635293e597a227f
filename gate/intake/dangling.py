"""References by id that name nothing (`facts.dangling`).

Digests, tests and controls that name things outside the request are judged by rules of their own
and are not looked at here; neither is anything below a free key.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from gate.canon import JsonObject, JsonValue
from gate.intake.walk import Leaf

_BY_PATH: Final[Mapping[str, str]] = {
    "models[].datasets[]": "data",
    "evaluation.runs[].dataset_id": "data",
    "models[].supplier_id": "suppliers",
    "data[].acquisition.supplier_id": "suppliers",
}
_BY_KEY: Final[Mapping[str, str]] = {"evidence_id": "evidence", "import_id": "imports"}
_ENDS: Final = ("_id", ".datasets[]")
"""How the path of every reference ends, and that of few other texts."""


def dangling(document: JsonObject, leaves: Iterable[Leaf]) -> list[str]:
    """The JSON pointer of every stated reference that resolves nowhere, in document order.

    Args:
        document: the blocks of the request, after import.
        leaves: its texts, from `gate.intake.walk.leaves`.
    """
    known = {block: _ids(document.get(block)) for block in {*_BY_PATH.values(), *_BY_KEY.values()}}
    return [
        pointer
        for pointer, path, text in leaves
        if path.endswith(_ENDS)
        and (block := _target(path)) is not None
        and text not in known[block]
    ]


def _target(path: str) -> str | None:
    """The block whose ids the text at `path` refers to, if it is a reference."""
    return _BY_PATH.get(path) or _BY_KEY.get(path.rpartition(".")[2])


def _ids(block: JsonValue) -> frozenset[str]:
    if not isinstance(block, list | tuple):
        return frozenset()
    ids = (item.get("id") for item in block if isinstance(item, Mapping))
    return frozenset(found for found in ids if isinstance(found, str))
