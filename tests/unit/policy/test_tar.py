"""Archives of regular files, and nothing else."""

import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.policy.tar import read_tar, write_tar

FILES = {"manifest.json": b"{}", "folder/policy.wasm": b"\0asm" * 200, "empty": b""}


def archive(*members: tarfile.TarInfo, file_format: int = tarfile.USTAR_FORMAT) -> bytes:
    """An archive by the standard library, each member with as many zeros as it says."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=file_format) as tar:
        for member in members:
            tar.addfile(member, io.BytesIO(bytes(member.size)))
    return stream.getvalue()


def member(name: str, **attributes: object) -> tarfile.TarInfo:
    """A member with attributes set."""
    info = tarfile.TarInfo(name)
    for attribute, value in attributes.items():
        setattr(info, attribute, value)
    return info


def test_files_come_back() -> None:
    """What was written is read, by other people's readers too."""
    data = write_tar(FILES)

    assert read_tar(data, files_max=3) == FILES
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        assert {info.name for info in tar} == set(FILES)


def test_the_same_files_give_the_same_bytes() -> None:
    """The order in which files are handed in does not matter."""
    assert write_tar(FILES) == write_tar(dict(reversed(FILES.items())))


def test_archives_of_others_are_read() -> None:
    """A plain archive of the standard library, with the slash that OPA puts before names."""
    data = archive(member("/data.json", size=700), member("a" * 60 + "/" + "b" * 90, size=1))

    assert {name: len(content) for name, content in read_tar(data, files_max=2).items()} == {
        "data.json": 700,
        "a" * 60 + "/" + "b" * 90: 1,
    }


def test_the_number_of_files_is_bounded() -> None:
    """As many as allowed, and not one more."""
    assert len(read_tar(write_tar(FILES), files_max=3)) == 3
    with pytest.raises(ValueError, match="too many"):
        read_tar(write_tar(FILES), files_max=2)


def test_names_have_at_most_100_characters() -> None:
    """The longest name that the header holds, and one more."""
    assert read_tar(write_tar({"n" * 100: b""}), files_max=1) == {"n" * 100: b""}
    with pytest.raises(ValueError, match="100"):
        write_tar({"n" * 101: b""})


WHOLE = write_tar({"a": b"x" * 600})
REFUSED = {
    "nothing": b"",
    "random": bytes(range(256)) * 8,
    "cut in the header": WHOLE[:300],
    "cut in the file": WHOLE[:1000],
    "no end": WHOLE[:-1024],
    "half an end": WHOLE[:-512],
    "something after the end": WHOLE + b"x" * 512,
    "a symbolic link": archive(member("a", type=tarfile.SYMTYPE, linkname="/etc/passwd")),
    "a hard link": archive(member("a", type=tarfile.LNKTYPE, linkname="b")),
    "a regular file with a link": archive(member("a", linkname="b")),
    "a folder": archive(member("a", type=tarfile.DIRTYPE)),
    "a device": archive(member("a", type=tarfile.CHRTYPE)),
    "a pipe": archive(member("a", type=tarfile.FIFOTYPE)),
    "a sparse file": archive(member("a", type=tarfile.GNUTYPE_SPARSE)),
    "a name that climbs": archive(member("../a")),
    "a name that climbs later": archive(member("a/../../b")),
    "a name with a backslash": archive(member("a\\b")),
    "a name with a control character": archive(member("a\nb")),
    "a name outside ASCII": archive(member("é"), file_format=tarfile.GNU_FORMAT),
    "an empty name": archive(member("x")).replace(b"x", b"\0", 1),
    "the same name twice": archive(member("a"), member("a")),
    "the same name with a slash": archive(member("a"), member("/a")),
    "an extended header": archive(member("é"), file_format=tarfile.PAX_FORMAT),
    "a long name by GNU": archive(member("n" * 200), file_format=tarfile.GNU_FORMAT),
    "a GNU archive": archive(member("a"), file_format=tarfile.GNU_FORMAT),
    "a wrong checksum": WHOLE.replace(b"0000644", b"0000640", 1),
    "a negative size": WHOLE.replace(b"00000001130", b"-0000001130", 1),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_anything_but_regular_files_is_refused(data: bytes) -> None:
    """No link, device, extension, odd name or damage is read past."""
    with pytest.raises(ValueError):  # noqa: PT011 - UnicodeDecodeError is one, too
        read_tar(data, files_max=10)


@given(st.binary(max_size=1100), st.integers(0, 2100), st.integers(0, 255))
def test_damage_never_surprises(tail: bytes, place: int, value: int) -> None:
    """Whatever the bytes are, they are files or a ValueError."""
    damaged = bytearray(write_tar(FILES) + tail)
    damaged[place] = value
    for data in (bytes(damaged), tail):
        try:
            read_tar(data, files_max=10)
        except ValueError:
            continue
