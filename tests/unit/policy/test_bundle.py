"""What the gate reads from a bundle."""

import gzip

import orjson
import pytest

from gate.errors import Misconfigured
from gate.policy import bundle as bundle_module
from gate.policy.bundle import read_bundle
from gate.policy.release import Release
from gate.policy.tar import write_tar

DATA = {"data.json": b'{"release":{"id":"x"}}', ".manifest": b'{"revision":"x"}'}


def test_a_bundle_that_opa_built_is_read(mini_release: Release) -> None:
    """Its data, and the revision that OPA will report."""
    bundle = read_bundle(mini_release.bundle)

    assert bundle.data == orjson.loads(bundle.data_bytes)
    assert bundle.revision == mini_release.id


def test_a_bundle_without_a_revision_has_an_empty_one() -> None:
    """The head of a bundle is optional, and so is its revision."""
    assert read_bundle(gzip.compress(write_tar({"data.json": b"{}"}))).revision == ""
    for head in (b"{}", b'{"revision":7}'):
        files = {**DATA, ".manifest": head}
        assert read_bundle(gzip.compress(write_tar(files))).revision == ""


REFUSED = {
    "nothing": b"",
    "no gzip": write_tar(DATA),
    "no tar": gzip.compress(b"x"),
    "cut off": gzip.compress(write_tar(DATA))[:-4],
    "something after the end": gzip.compress(write_tar(DATA)) + b"x",
    "no data": gzip.compress(write_tar({"a.rego": b""})),
    "data that is no object": gzip.compress(write_tar({"data.json": b"[]"})),
    "data with a key twice": gzip.compress(write_tar({"data.json": b'{"a":1,"a":2}'})),
    "a head that is no object": gzip.compress(write_tar({**DATA, ".manifest": b"1"})),
    "a compiled policy": gzip.compress(write_tar({**DATA, "policy.wasm": b""})),
}


@pytest.mark.parametrize("archive", REFUSED.values(), ids=REFUSED)
def test_anything_else_is_refused(archive: bytes) -> None:
    """Damage, a bundle for another engine, or data that is not one object."""
    with pytest.raises(Misconfigured):
        read_bundle(archive)


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    """A gigabyte of zeros fits in a megabyte; only the bound is ever unpacked."""
    with pytest.raises(Misconfigured, match="unpacked"):
        read_bundle(gzip.compress(bytes(64 * 1024 * 1024)))


def test_a_bundle_unpacks_to_at_most_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the bound it is read, one byte past it is not."""
    tar = write_tar(DATA)

    monkeypatch.setattr(bundle_module, "BUNDLE_BYTES_MAX", len(tar))
    read_bundle(gzip.compress(tar))
    monkeypatch.setattr(bundle_module, "BUNDLE_BYTES_MAX", len(tar) - 1)
    with pytest.raises(Misconfigured, match="unpacked"):
        read_bundle(gzip.compress(tar))


def test_a_bundle_has_at_most_so_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the bound it is read, one file past it is not."""
    monkeypatch.setattr(bundle_module, "BUNDLE_FILES_MAX", 2)
    read_bundle(gzip.compress(write_tar(DATA)))
    with pytest.raises(Misconfigured):
        read_bundle(gzip.compress(write_tar({**DATA, "a.rego": b""})))
