"""The reader of bundles, given anything: it refuses or finds, and never fails in another way."""

import io
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from gate.log.export import Part
from gate_verify.archive import MANIFEST, Archive
from gate_verify.entry import read_entry
from gate_verify.findings import DoesNotHold, Unusable
from gate_verify.note import LOG, WITNESS, Key, signed_text
from tests.bundles import VKEY, checked, exported, log_of, packed, sealed, unpacked
from tests.logs import GATE_KEYS


@cache
def bundles() -> tuple[bytes, bytes]:
    """A whole log, and a part of it."""
    with TemporaryDirectory() as folder:
        var = log_of(Path(folder) / "var", 3)
        return exported(var, since=[2]), exported(var, since=[2], part=Part(1, 3))


def is_clean(data: bytes) -> bool:
    try:
        return checked(data).clean
    except Unusable:
        return False


@given(st.binary(max_size=4096))
def test_any_bytes_are_refused(data: bytes) -> None:
    """None of them is a bundle."""
    assert not is_clean(data)


@given(st.data())
def test_a_bundle_with_something_else_in_it_is_never_clean(data: st.DataObject) -> None:
    """Cut, stretched, or changed anywhere."""
    bundle = data.draw(st.sampled_from(bundles()))
    start = data.draw(st.integers(0, len(bundle)))
    end = data.draw(st.integers(start, min(len(bundle), start + 600)))
    other = bundle[:start] + data.draw(st.binary(max_size=600)) + bundle[end:]

    assert is_clean(other) is (other == bundle)


@given(st.data())
def test_files_with_something_else_in_them_are_never_clean(data: st.DataObject) -> None:
    """In an archive that is well-formed, with a list that fits or the one that was there."""
    which = data.draw(st.sampled_from((0, 1)))
    files = unpacked(bundles()[which])
    chosen = sorted(path for path in files if not path.startswith("keys/") and path != MANIFEST)
    path = data.draw(st.sampled_from(chosen))
    content = data.draw(st.binary(max_size=300) | st.sampled_from(sorted(files.values())))
    changed = {**files, path: content}
    with TemporaryDirectory() as folder:
        fitted = sealed(changed, Path(folder), which, 3)

    assert is_clean(fitted) is (changed == files)
    assert is_clean(packed(changed)) is (changed == files)


@given(st.binary(max_size=2048) | st.text(max_size=500).map(str.encode))
def test_no_part_is_read_but_for_what_it_is(data: bytes) -> None:
    """Notes, keys, entries and archives have one way to be refused."""
    for read in (
        lambda: signed_text(data, Key.parse(VKEY, LOG)),
        lambda: Key.parse(data.decode("utf-8", "surrogateescape"), WITNESS),
        lambda: read_entry(data, GATE_KEYS.get),
        lambda: Archive(io.BytesIO(data), lambda _done, _of: None),
    ):
        try:
            read()
        except (DoesNotHold, Unusable):
            continue
        raise AssertionError("it was taken")
