"""JSON as people read and review it: short values on one line, long ones broken."""

import json
from typing import Any, Final

_WIDTH: Final = 120


def as_text(value: Any) -> str:
    """JSON in which whatever fits on a line of 120 characters stands on one."""
    return _laid_out(value, indent=0, room=_WIDTH) + "\n"


def _laid_out(value: Any, *, indent: int, room: int) -> str:
    whole = json.dumps(value, ensure_ascii=False)
    if len(whole) <= room or not isinstance(value, dict | list) or not value:
        return whole
    inside = " " * (indent + 2)
    if isinstance(value, list):
        lines = [_laid_out(item, indent=indent + 2, room=_WIDTH - indent - 3) for item in value]
        opening, closing = "[]"
    else:
        lines = [_member(key, item, indent + 2) for key, item in value.items()]
        opening, closing = "{}"
    return f"{opening}\n{inside}" + f",\n{inside}".join(lines) + f"\n{' ' * indent}{closing}"


def _member(key: str, value: Any, indent: int) -> str:
    name = f"{json.dumps(key, ensure_ascii=False)}: "
    return name + _laid_out(value, indent=indent, room=_WIDTH - indent - len(name) - 1)
