"""The tables of two releases, walked key by key."""

from collections.abc import Iterator
from typing import Any, Final

from gate.canon import canonical_bytes
from gate.policy.comparing.change import Change, Kind, shown
from gate.policy.explained import TIERS

_TIERED: Final = frozenset({"min", "max"})
"""Keys whose four values are those of the tiers, even where they are four different words."""


def table_changes(before: Any, after: Any) -> Iterator[Change]:
    """Every value of the tables (`data.tables`) that is another one, is new, or is gone."""
    yield from _compared("", before, after)


def _compared(path: str, before: Any, after: Any) -> Iterator[Change]:
    if canonical_bytes(before) == canonical_bytes(after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            here = f"{path}.{key}".lstrip(".")
            if key not in after:
                yield _change(here, before[key], None, f"no longer there ({shown(before[key])})")
            elif key not in before:
                yield _change(here, None, after[key], f"new, {shown(after[key])}")
            else:
                yield from _compared(here, before[key], after[key])
    elif isinstance(before, list) and isinstance(after, list):
        yield from _lists(path, before, after)
    else:
        yield _change(path, before, after, f"{shown(before)} → {shown(after)}")


def _lists(path: str, before: list[Any], after: list[Any]) -> Iterator[Change]:
    if _by_tier(path, before) and _by_tier(path, after):
        for tier, was, now in zip(TIERS, before, after, strict=True):
            yield from _compared(f"{path} at tier {tier}", was, now)
    elif _is_set(before) and _is_set(after):
        yield _change(path, before, after, _members(before, after))
    elif len(before) == len(after):
        for place, (was, now) in enumerate(zip(before, after, strict=True), start=1):
            yield from _compared(f"{path}, element {place}", was, now)
    else:
        yield _change(path, before, after, f"{shown(before)} → {shown(after)}")


def _by_tier(path: str, value: list[Any]) -> bool:
    """Whether the elements are those of the tiers: four, and not four members of one set."""
    if len(value) != len(TIERS) or " at tier " in path:
        return False
    named = path.startswith("SEVERITY.") or path.rpartition(".")[2] in _TIERED
    return named or not (_is_set(value) and isinstance(value[0], str))


def _is_set(value: list[Any]) -> bool:
    return all(isinstance(item, str) for item in value) and len(set(value)) == len(value)


def _members(before: list[str], after: list[str]) -> str:
    came = [item for item in after if item not in before]
    went = [item for item in before if item not in after]
    parts = [f"now with {', '.join(came)}"] if came else []
    parts += [f"no longer with {', '.join(went)}"] if went else []
    return shown("; ".join(parts) or "in another order")


def _change(path: str, before: Any, after: Any, what: str) -> Change:
    return Change(Kind.THRESHOLD, path, before, after, f"{path}: {what}")
