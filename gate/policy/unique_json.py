"""JSON in which every object names a key once, numbers are finite and text is Unicode.

Python's parsers keep the last of two equal keys, so two readers of the same bytes can see two
documents; what an engine answers and what a release says must have one reading.
"""

import json

import orjson

from gate.canon import JsonValue


def parse_unique(data: bytes) -> JsonValue:
    """The value of `data`.

    Raises:
        ValueError: `data` is not UTF-8 JSON, or has NaN, an infinity, a number beyond a double, a
            lone surrogate, a key that is there twice, or more than about 250 levels.
    """
    value: JsonValue = orjson.loads(data)
    try:
        # Serialising a mapping cannot repeat a key: where it gives the same bytes, none was
        # repeated. That spares the slow parser for whatever is already written compactly.
        if orjson.dumps(value) != data:
            json.loads(data, object_pairs_hook=_refuse_repeated)
    except (orjson.JSONEncodeError, RecursionError) as error:
        raise ValueError("nested too deeply") from error
    return value


def _refuse_repeated(pairs: list[tuple[str, object]]) -> None:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key is there twice")
