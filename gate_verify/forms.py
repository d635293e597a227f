"""The forms that values of an entry have, and whether a value has one."""

import re
from typing import Any, Final

TEXT: Final = re.compile(r".*", re.DOTALL)
SHA256: Final = re.compile(r"sha256:[0-9a-f]{64}")
INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
COUNT: Final = int
TREE_HEAD: Final = {"size": COUNT, "root": TEXT}
GATE: Final = {"version": TEXT, "keyid": TEXT}


def fits(value: Any, shape: Any) -> bool:
    """Whether a JSON value has this form: an object or list of forms, one of some, a pattern."""
    if isinstance(shape, dict):
        return (
            isinstance(value, dict)
            and value.keys() == shape.keys()
            and all(fits(value[key], inner) for key, inner in shape.items())
        )
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(item, shape[0]) for item in value)
    if isinstance(shape, tuple):
        return any(fits(value, inner) for inner in shape)
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and bool(shape.fullmatch(value))
    if shape is COUNT:
        return type(value) is int and 0 <= value < 2**53
    return value is None
