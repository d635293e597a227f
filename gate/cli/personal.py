"""Personal values in commands that read the log: the key that opens them, and what to say."""

from collections.abc import Mapping
from typing import Any


def personal_key(settings: Any) -> Any:
    """The key for personal data; None where it is not on this machine, or not for this user."""
    from gate.log.paths import keys_in
    from gate.log.subjects import read_personal_key

    try:
        return read_personal_key(settings.keys or keys_in(settings.var))
    except OSError:
        return None


def personal_line(counts: Mapping[Any, int]) -> list[str]:
    """How many personal values are in which state; no line where there are none."""
    told = [f"{count:,} {state}" for state, count in counts.items() if count]
    return [f"  personal values: {', '.join(told)}"] if told else []
