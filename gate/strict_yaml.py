"""YAML, read as strictly as JSON: what comes out is I-JSON, and every value has a line.

PyYAML only tokenises here. Its own construction step is not used, because it keeps the last of two
equal keys, turns `no` (Norwegian) into false and `2026-01-01` into a date object, expands aliases
without a bound and recurses. Scalars are resolved as in the core schema of YAML 1.2: null, true,
false, numbers; everything else, dates included, is text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from gate.canon import JsonValue
from gate.limits import JSON_INTEGER_MAX, YAML_DEPTH_MAX, YAML_NODES_MAX

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULL = re.compile(r"(~|null|Null|NULL|)\Z")
_BOOLEAN = re.compile(r"(?:(true|True|TRUE)|false|False|FALSE)\Z")
_INTEGER = re.compile(r"[-+]?[0-9]{1,17}\Z")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?\Z")
_NUMBER_CHARS_MAX = 40
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
_TEXT_TAG = "tag:yaml.org,2002:str"


class YamlInvalid(ValueError):
    """The text is not YAML as this reader takes it. Whoever asked turns it into its own error.

    Attributes:
        reason: a sentence without a value of the text.
        line: where, from 1.
    """

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(f"line {line}: {reason}")
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """One YAML document: its value as I-JSON, and the line (from 1) of each JSON pointer."""

    value: JsonValue
    lines: Mapping[str, int]


def read_yaml(text: str) -> YamlDocument:
    """Read `text` as exactly one YAML document; nothing but comments is null.

    Raises:
        YamlInvalid: not YAML; a key stands twice or is not a scalar; a tag other than `!!str`; an
            alias that contains itself; U+0000 or a surrogate; deeper than `YAML_DEPTH_MAX`; more
            than `YAML_NODES_MAX` values after aliases are followed; a second document.
    """
    composer = _Composer()
    try:
        for event in _events(text):
            composer.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise YamlInvalid("this is not YAML", 1 if mark is None else mark.line + 1) from None
    return YamlDocument(composer.value, composer.lines)


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except (ValueError, OverflowError, RecursionError, UnicodeError) as error:
        if isinstance(error, YamlInvalid):
            raise
        raise YamlInvalid("this is not YAML", 1) from None


@dataclass(slots=True)
class _Open:
    """A list or mapping that is not closed yet."""

    value: list[JsonValue] | dict[str, JsonValue]
    pointer: str
    anchor: str | None
    nodes_before: int
    key: str | None = None
    height: int = 1


@dataclass(frozen=True, slots=True)
class _Anchored:
    value: JsonValue
    nodes: int
    height: int


@dataclass(slots=True)
class _Composer:
    """Builds the value from the events without recursion."""

    value: JsonValue = None
    lines: dict[str, int] = field(default_factory=dict)
    _stack: list[_Open] = field(default_factory=list)
    _anchors: dict[str, _Anchored | None] = field(default_factory=dict)
    _nodes: int = 0
    _documents: int = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark is not None else 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise YamlInvalid("a second document begins", line)
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor or "", line)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open([], event, line)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open({}, event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        if event.tag not in {None, "!", _TEXT_TAG}:
            raise YamlInvalid("tags are not read here", line)
        if _FORBIDDEN.search(event.value):
            raise YamlInvalid("a character that text cannot hold (U+0000 or a surrogate)", line)
        if self._awaits_key():
            self._take_key(event.value, line)
            return
        plain = bool(event.implicit[0])
        value = _resolved(event.value) if plain else event.value
        self._place(value, line, nodes=1, height=0)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(value, 1, 0)

    def _alias(self, name: str, line: int) -> None:
        if self._awaits_key():
            raise YamlInvalid("a key has to be plain text", line)
        anchored = self._anchors.get(name)
        if anchored is None:
            raise YamlInvalid("an alias names nothing that ended before it", line)
        self._place(anchored.value, line, nodes=anchored.nodes, height=anchored.height)

    def _open(
        self,
        value: list[JsonValue] | dict[str, JsonValue],
        event: yaml.CollectionStartEvent,
        line: int,
    ) -> None:
        if event.tag not in {None, "!"}:
            raise YamlInvalid("tags are not read here", line)
        if self._awaits_key():
            raise YamlInvalid("a key has to be plain text", line)
        before = self._nodes
        pointer = self._place(value, line, nodes=1, height=1)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._stack.append(_Open(value, pointer, event.anchor, before))

    def _close(self) -> None:
        done = self._stack.pop()
        if self._stack:
            self._stack[-1].height = max(self._stack[-1].height, done.height + 1)
        if done.anchor is not None:
            nodes = self._nodes - done.nodes_before
            self._anchors[done.anchor] = _Anchored(done.value, nodes, done.height)

    def _awaits_key(self) -> bool:
        return (
            bool(self._stack)
            and isinstance(self._stack[-1].value, dict)
            and self._stack[-1].key is None
        )

    def _take_key(self, key: str, line: int) -> None:
        parent = self._stack[-1]
        if key in parent.value:
            raise YamlInvalid("a key stands twice in one mapping", line)
        parent.key = key

    def _place(self, value: JsonValue, line: int, *, nodes: int, height: int) -> str:
        """Put `value` where it belongs and return its JSON pointer."""
        self._nodes += nodes
        if self._nodes > YAML_NODES_MAX:
            raise YamlInvalid(f"more than {YAML_NODES_MAX} values", line)
        if len(self._stack) + height > YAML_DEPTH_MAX:
            raise YamlInvalid(f"nested more than {YAML_DEPTH_MAX} levels deep", line)
        if not self._stack:
            self.value, pointer = value, ""
        else:
            parent = self._stack[-1]
            parent.height = max(parent.height, height + 1)
            pointer = _put(parent, value)
        self.lines[pointer] = line
        return pointer


def _put(parent: _Open, value: JsonValue) -> str:
    if isinstance(parent.value, list):
        parent.value.append(value)
        return f"{parent.pointer}/{len(parent.value) - 1}"
    key = parent.key or ""
    parent.value[key] = value
    parent.key = None
    return f"{parent.pointer}/{key.replace('~', '~0').replace('/', '~1')}"


def _resolved(text: str) -> JsonValue:
    if _NULL.match(text):
        return None
    boolean = _BOOLEAN.match(text)
    if boolean:
        return boolean[1] is not None
    if len(text) <= _NUMBER_CHARS_MAX and _NUMBER.match(text):
        return _number(text)
    return text


def _number(text: str) -> JsonValue:
    """The number, or the text where I-JSON has no such number."""
    if _INTEGER.match(text):
        integer = int(text)
        return integer if abs(integer) <= JSON_INTEGER_MAX else text
    number = float(text)
    return number if abs(number) <= JSON_INTEGER_MAX else text
