"""The archive of a bundle: one spelling, and whatever is not of it is refused before it is used."""

import io
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import BinaryIO, cast

import pytest

from gate.limits import EXPORT_BYTES_MAX, EXPORT_FILE_BYTES_MAX, EXPORT_FILES_MAX
from gate_verify import archive
from gate_verify.archive import BLOCK, MANIFEST, Archive, header
from gate_verify.bounds import BUNDLE_BYTES_MAX, FILE_BYTES_MAX, FILES_MAX
from gate_verify.findings import Unusable
from tests.bundles import packed

FILES = {"checkpoint": b"one", "tile/0/000": bytes(600), MANIFEST: b"{}"}
GOOD = packed(FILES)


def opened(data: bytes) -> Archive:
    return Archive(io.BytesIO(data), lambda _done, _of: None)


def test_an_archive_is_read_where_it_lies() -> None:
    """Each file by its path."""
    steps: list[tuple[int, int]] = []
    read = Archive(io.BytesIO(GOOD), lambda done, of: steps.append((done, of)))

    assert {path: read.read(path) for path in read.files} == FILES
    assert read.read("tile/0/001") is None
    assert read.under("tile/") == ["tile/0/000"]
    assert steps[-1] == (len(GOOD) - 2 * BLOCK, len(GOOD))


def raw(name: str, **fields: object) -> bytes:
    """A bundle whose first file is as Python's library would write it."""
    info = tarfile.TarInfo(name)
    for field, value in fields.items():
        setattr(info, field, value)
    data = io.BytesIO()
    with tarfile.open(
        fileobj=data, mode="w", format=tarfile.USTAR_FORMAT, errors="surrogateescape"
    ) as file:
        file.addfile(info, io.BytesIO(bytes(info.size)))
        file.addfile(tarfile.TarInfo(MANIFEST))
    return data.getvalue()


NAMES = [
    "../checkpoint",
    "/checkpoint",
    "./checkpoint",
    "tile/../checkpoint",
    "tile/0/../../../etc/passwd",
    "checkpoint/",
    "checkpoint\n",
    "CHECKPOINT",
    "checkpoints/01",
    "checkpoints/-1",
    "checkpoints/٣",
    "checkpoints/12345678901234567890",
    "C:\\checkpoint",
    "tile\\0\\000",
    "tile/0/0000",
    "tile/0/000.p/0",
    "entries/1.dsse.json/x",
    "keys/gate/x.pem",
    "replay/data/sha256/" + "A" * 64,
    "x" * 100,
    "MANIFEST\udcaejson",
    "",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_another_form_is_refused(name: str) -> None:
    """Nothing is unpacked, so none could do harm; it is refused all the same."""
    with pytest.raises(Unusable):
        opened(raw(name))


KINDS = {
    "a link": {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
    "a hard link": {"type": tarfile.LNKTYPE, "linkname": "checkpoint"},
    "a folder": {"type": tarfile.DIRTYPE},
    "a device": {"type": tarfile.CHRTYPE},
    "a pipe": {"type": tarfile.FIFOTYPE},
    "an extension": {"type": tarfile.XHDTYPE},
    "a long name": {"type": tarfile.GNUTYPE_LONGNAME},
    "a sparse file": {"type": tarfile.GNUTYPE_SPARSE},
    "an owner": {"uid": 1},
    "a group": {"gid": 1},
    "an owner's name": {"uname": "root"},
    "a time": {"mtime": 1},
    "a mode": {"mode": 0o755},
    "a link's name": {"linkname": "x"},
}


@pytest.mark.parametrize("what", KINDS)
def test_anything_but_a_plain_file_is_refused(what: str) -> None:
    """By its header, which is not the one of a plain file of this name and size."""
    with pytest.raises(Unusable, match=r"plain file|of a name"):
        opened(raw("checkpoint", **KINDS[what]))


def with_size(stated: bytes) -> bytes:
    """A bundle whose first file says that it has this size, in a header that adds up."""
    block = bytearray(header("checkpoint", 0))
    block[124:136] = stated
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block) + GOOD


def zipped() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("checkpoint", bytes(10_000_000))
    return data.getvalue()


def compressed() -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as file:
        file.addfile(tarfile.TarInfo("checkpoint"))
    return data.getvalue()


BROKEN: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "a byte": lambda: b"\0",
    "zeros alone": lambda: bytes(2 * BLOCK),
    "a zip": zipped,
    "a compressed archive": compressed,
    "a text": lambda: b"c2sp.org/tlog-proof@v1\n" * 100,
    "a header cut": lambda: GOOD[:100],
    "a content cut": lambda: GOOD[: BLOCK + 2],
    "a padding cut": lambda: GOOD[: BLOCK + 200],
    "the end cut": lambda: GOOD[:-1],
    "half of the end cut": lambda: GOOD[:-BLOCK],
    "no end": lambda: GOOD[: -2 * BLOCK],
    "an end in the middle": lambda: GOOD[: 2 * BLOCK] + bytes(2 * BLOCK) + GOOD[2 * BLOCK :],
    "a byte after the end": lambda: GOOD + b"\0",
    "something after the end": lambda: GOOD + GOOD,
    "something in a padding": lambda: GOOD[: BLOCK + 4] + b"x" + GOOD[BLOCK + 5 :],
    "a name twice": lambda: packed({"checkpoint": b"1"})[: 2 * BLOCK] + GOOD,
    "no list": lambda: packed({"checkpoint": b"one"}),
    "the list first": lambda: packed({MANIFEST: b"{}", "checkpoint": b"one"}),
    "no size": lambda: with_size(bytes(12)),
    "a size of spaces": lambda: with_size(b"           3"),
    "a negative size": lambda: with_size(b"-0000000001\0"),
    "a size in base 256": lambda: with_size(b"\x80" + bytes(10) + b"\x03"),
    "a huge size in base 256": lambda: with_size(b"\xff" * 12),
    "a size larger than the bundle": lambda: with_size(b"%011o\0" % 100_000),
    "a size past the bound": lambda: with_size(b"%011o\0" % (FILE_BYTES_MAX + 1)),
    "the largest size": lambda: with_size(b"7" * 11 + b"\0"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_not_such_an_archive_is_refused(what: str) -> None:
    """With one sentence, whatever it claims."""
    data = BROKEN[what]()
    tracemalloc.start()
    try:
        with pytest.raises(Unusable) as refused:
            opened(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert str(refused.value).count(".") <= 2
    assert peak < 2_000_000


def test_the_bounds_are_those_of_whoever_writes() -> None:
    """A bundle that the gate exports is one that is read."""
    assert (FILES_MAX, FILE_BYTES_MAX) == (EXPORT_FILES_MAX, EXPORT_FILE_BYTES_MAX)
    assert BUNDLE_BYTES_MAX == EXPORT_BYTES_MAX


def test_files_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """FILES_MAX of them, and not one more."""
    monkeypatch.setattr(archive, "FILES_MAX", 3)
    opened(GOOD)
    monkeypatch.setattr(archive, "FILES_MAX", 2)

    with pytest.raises(Unusable, match="at most 2 files"):
        opened(GOOD)


def test_a_file_has_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """FILE_BYTES_MAX, and not a byte more."""
    monkeypatch.setattr(archive, "FILE_BYTES_MAX", 600)
    opened(GOOD)
    monkeypatch.setattr(archive, "FILE_BYTES_MAX", 599)

    with pytest.raises(Unusable, match="0 to 599 bytes"):
        opened(GOOD)


class _Huge(io.BytesIO):
    """A file that says it is as long as it likes, as a sparse one may."""

    length = 0

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.length if whence == 2 else super().seek(offset, whence)

    def read(self, _size: int | None = -1) -> bytes:
        raise AssertionError("it was read")


def test_a_bundle_has_a_size() -> None:
    """BUNDLE_BYTES_MAX, and one past it is not even begun."""
    huge = _Huge()
    huge.length = BUNDLE_BYTES_MAX + 1
    with pytest.raises(Unusable, match="bytes"):
        Archive(cast("BinaryIO", huge), lambda _done, _of: None)
    huge.length = BUNDLE_BYTES_MAX

    with pytest.raises(AssertionError, match="it was read"):
        Archive(cast("BinaryIO", huge), lambda _done, _of: None)
