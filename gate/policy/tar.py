"""Plain tar archives (POSIX ustar) of regular files, in memory.

The standard library's reader follows every extension that tar has grown, and with them its
history of traps. A release and a bundle need none: here a link, a device, a long-name record or
an odd header is refused, nothing is ever written to disk, and the same files always give the
same bytes.
"""

import re
from collections.abc import Mapping
from typing import Final

_BLOCK: Final = 512
_OCTAL: Final = re.compile(rb"[0-7]{1,11}[\0 ]*")
_NAME: Final = re.compile(r"/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*")
_END: Final = bytes(2 * _BLOCK)


def read_tar(data: bytes, *, files_max: int) -> dict[str, bytes]:
    """The files of an archive by name, without a leading slash.

    Raises:
        ValueError: not a ustar archive that ends properly; a member that is not a regular file; a
            name that is odd, climbs, or is there twice; more than `files_max` members.
    """
    files: dict[str, bytes] = {}
    at = 0
    while not (header := data[at : at + _BLOCK]).startswith(b"\0"):
        name, size = _read_header(header)
        if name in files or len(files) == files_max:
            raise ValueError("a name is there twice, or there are too many files")
        start, stop = at + _BLOCK, at + _BLOCK + size
        if stop > len(data):
            raise ValueError("the archive ends within a file")
        files[name] = data[start:stop]
        at = stop + -size % _BLOCK
    if len(data) < at + len(_END) or data[at:].strip(b"\0"):
        raise ValueError("the archive does not end with empty blocks")
    return files


def write_tar(files: Mapping[str, bytes]) -> bytes:
    """An archive of `files`, sorted by name: the same files give the same bytes.

    Raises:
        ValueError: a name is odd, climbs, or has more than 100 characters.
    """
    parts: list[bytes] = []
    for name, content in sorted(files.items()):
        _check_name(name)
        if len(name) > 100:
            raise ValueError("a name is longer than 100 characters")
        parts += [_write_header(name, len(content)), content, bytes(-len(content) % _BLOCK)]
    return b"".join([*parts, _END])


def _read_header(header: bytes) -> tuple[str, int]:
    if len(header) < _BLOCK or header[257:265] != b"ustar\x0000":
        raise ValueError("not a ustar archive")
    if header[156:157] != b"0" or header[157:257].strip(b"\0"):
        raise ValueError("a member is not a regular file")
    if _octal(header[148:156]) != _checksum(header):
        raise ValueError("a header's checksum is wrong")
    prefix = header[345:500].split(b"\0", 1)[0]
    base = header[0:100].split(b"\0", 1)[0]
    name = (prefix + b"/" + base if prefix else base).decode("ascii")
    _check_name(name)
    return name.removeprefix("/"), _octal(header[124:136])


def _write_header(name: str, size: int) -> bytes:
    numbers = b"0000644\0" + b"0000000\0" * 2 + b"%011o\0" % size + b"%011o\0" % 0
    head = name.encode("ascii").ljust(100, b"\0") + numbers + b" " * 8 + b"0"
    header = (head.ljust(257, b"\0") + b"ustar\x0000").ljust(_BLOCK, b"\0")
    return header[:148] + b"%06o\0 " % _checksum(header) + header[156:]


def _checksum(header: bytes) -> int:
    return sum(header[:148]) + 8 * ord(" ") + sum(header[156:])


def _octal(field: bytes) -> int:
    if not _OCTAL.fullmatch(field):
        raise ValueError("a number of a header is not octal")
    return int(field.rstrip(b"\0 "), 8)


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name) or {".", ".."} & set(name.split("/")):
        raise ValueError("a name is odd")
