"""A release is used only when all of it fits together."""

import dataclasses
import gzip
import os
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from gate.canon import digest_of
from gate.errors import EngineUnavailable, Misconfigured
from gate.policy import release as release_module
from gate.policy import release_files
from gate.policy.manifest import FILES
from gate.policy.release import (
    Release,
    ReleaseParts,
    load_release,
    shipped_release,
    write_release,
)
from gate.policy.tar import read_tar, write_tar
from tests.releases import MINI_RULES, parts_of

Contents = dict[str, bytes]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> ReleaseParts:
    """What a build hands in."""
    return parts_of("mini", tmp_path_factory.mktemp("parts"), expires=date(2027, 3, 31))


@pytest.fixture
def contents(parts: ReleaseParts, tmp_path: Path) -> Contents:
    """The four files of a release."""
    write_release(tmp_path / "whole", parts)
    return {path.name: path.read_bytes() for path in (tmp_path / "whole").iterdir()}


def put(folder: Path, contents: Contents) -> Path:
    """Writes files into a fresh folder."""
    folder.mkdir()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return folder


def with_manifest(contents: Contents, change: Callable[[dict[str, Any]], None]) -> Contents:
    """The same files with another manifest."""
    manifest = orjson.loads(contents["manifest.json"])
    change(manifest)
    return {**contents, "manifest.json": orjson.dumps(manifest)}


def test_a_folder_and_a_tar_are_the_same_release(parts: ReleaseParts, tmp_path: Path) -> None:
    """Both forms load, and what was written is what is loaded."""
    written = write_release(tmp_path / "folder", parts)
    write_release(tmp_path / "file" / "release.tar", parts)

    assert load_release(tmp_path / "folder") == written
    assert load_release(tmp_path / "file" / "release.tar") == written
    assert written.id == written.revision == f"mini/1/{parts.sources}"
    assert set(written.catalogue.by_rule) == set(MINI_RULES)
    assert orjson.loads(written.data)["release"] == {"id": written.id}


def test_the_same_parts_give_the_same_bytes(parts: ReleaseParts, tmp_path: Path) -> None:
    """Writing twice, here or there, gives one release."""
    first = write_release(tmp_path / "1.tar", parts)
    second = write_release(tmp_path / "2.tar", parts)

    assert (tmp_path / "1.tar").read_bytes() == (tmp_path / "2.tar").read_bytes()
    assert first.digest == second.digest


def test_a_release_is_written_over_an_earlier_one_alone(
    parts: ReleaseParts, tmp_path: Path
) -> None:
    """Four files are replaced; a folder with anything else is left as it is."""
    write_release(tmp_path / "release", parts)
    write_release(tmp_path / "release", dataclasses.replace(parts, expires=None))
    assert load_release(tmp_path / "release").manifest.expires is None

    (tmp_path / "release" / "notes.txt").touch()
    with pytest.raises(Misconfigured, match="not part of a release"):
        write_release(tmp_path / "release", parts)


@pytest.mark.parametrize("name", sorted(FILES - {"manifest.json"}))
@pytest.mark.parametrize("place", [0, 10, -1])
def test_any_changed_file_is_noticed(
    contents: Contents, name: str, place: int, tmp_path: Path
) -> None:
    """A byte at the beginning, in the middle or at the end."""
    changed = bytearray(contents[name])
    changed[place] ^= 1

    with pytest.raises(Misconfigured):
        load_release(put(tmp_path / "changed", {**contents, name: bytes(changed)}))


@pytest.mark.parametrize("name", ["bundle", "wasm", "data", "catalogue", "sources"])
def test_any_changed_digest_is_noticed(contents: Contents, name: str, tmp_path: Path) -> None:
    """The manifest has to name exactly what is there."""

    def change(manifest: dict[str, Any]) -> None:
        manifest["digests"][name] = digest_of(b"something else")

    with pytest.raises(Misconfigured):
        load_release(put(tmp_path / "changed", with_manifest(contents, change)))


MANIFESTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "another format": lambda m: m.update(format=2),
    "no name": lambda m: m.pop("name"),
    "an odd name": lambda m: m.update(name="../mini"),
    "version zero": lambda m: m.update(version=0),
    "a version as text": lambda m: m.update(version="1"),
    "another version than in the id": lambda m: m.update(version=2),
    "an id of another release": lambda m: m.update(id=m["id"].replace("mini", "mimi")),
    "an odd OPA version": lambda m: m.update(opa_version="latest"),
    "an odd day": lambda m: m.update(expires="2027-02-30"),
    "an unknown field": lambda m: m.update(extra=1),
    "no digest of the data": lambda m: m["digests"].pop("data"),
    "a digest by another algorithm": lambda m: m["digests"].update(wasm="md5:" + "0" * 32),
}


@pytest.mark.parametrize("change", MANIFESTS.values(), ids=MANIFESTS)
def test_a_manifest_of_another_shape_is_refused(
    change: Callable[[dict[str, Any]], None], contents: Contents, tmp_path: Path
) -> None:
    """Missing, mistyped or unknown: each is refused."""
    with pytest.raises(Misconfigured):
        load_release(put(tmp_path / "changed", with_manifest(contents, change)))


def test_a_manifest_with_a_key_twice_is_refused(contents: Contents, tmp_path: Path) -> None:
    """Two readers of a manifest could otherwise see two versions."""
    manifest = contents["manifest.json"].replace(b'"version": 1', b'"version": 9, "version": 1')
    assert manifest != contents["manifest.json"]

    with pytest.raises(Misconfigured):
        load_release(put(tmp_path / "changed", {**contents, "manifest.json": manifest}))


def test_policies_must_echo_the_id_of_the_manifest(parts: ReleaseParts, tmp_path: Path) -> None:
    """A bundle that was built for another version would fail every decision."""
    with pytest.raises(Misconfigured, match="echo another id"):
        write_release(tmp_path / "release", dataclasses.replace(parts, version=2))
    assert not (tmp_path / "release").exists()


def test_a_folder_has_exactly_the_four_files(contents: Contents, tmp_path: Path) -> None:
    """One more, one less, or one that is a folder or a link: not a release."""
    more = put(tmp_path / "more", {**contents, "README.md": b""})
    less = put(tmp_path / "less", {name: contents[name] for name in sorted(contents)[1:]})
    folder = put(tmp_path / "folder", {name: contents[name] for name in sorted(contents)[1:]})
    (folder / min(contents)).mkdir()
    link = put(tmp_path / "link", contents)
    shutil.move(link / "policy.wasm", tmp_path / "elsewhere.wasm")
    (link / "policy.wasm").symlink_to(tmp_path / "elsewhere.wasm")

    for path in (more, less, folder, link):
        with pytest.raises(Misconfigured):
            load_release(path)


def test_a_pipe_is_not_opened(contents: Contents, tmp_path: Path) -> None:
    """Opening one would wait for ever."""
    path = put(tmp_path / "pipe", {name: contents[name] for name in sorted(contents)[1:]})
    os.mkfifo(path / min(contents))

    with pytest.raises(Misconfigured, match="regular file"):
        load_release(path)


def test_a_tar_has_exactly_the_four_files(contents: Contents, tmp_path: Path) -> None:
    """One more or one less: not a release; and what is no tar is none either."""
    less = {name: contents[name] for name in sorted(contents)[1:]}
    for number, data in enumerate(
        [write_tar({**contents, "README.md": b""}), write_tar(less), b"", gzip.compress(b"x")]
    ):
        path = tmp_path / f"{number}.tar"
        path.write_bytes(data)
        with pytest.raises(Misconfigured):
            load_release(path)


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    """The error says which release cannot be read."""
    with pytest.raises(Misconfigured, match="nowhere"):
        load_release(tmp_path / "nowhere")


def test_a_file_may_be_as_large_as_its_bound(
    contents: Contents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the bound it loads, one byte past it does not, in either form."""
    largest = max(len(content) for content in contents.values())
    folder = put(tmp_path / "folder", contents)
    (tmp_path / "release.tar").write_bytes(write_tar(contents))

    monkeypatch.setattr(release_files, "RELEASE_FILE_BYTES_MAX", largest)
    for path in (folder, tmp_path / "release.tar"):
        load_release(path)
    monkeypatch.setattr(release_files, "RELEASE_FILE_BYTES_MAX", largest - 1)
    for path in (folder, tmp_path / "release.tar"):
        with pytest.raises(Misconfigured, match="at most"):
            load_release(path)


def test_a_tar_may_be_as_large_as_its_bound(
    contents: Contents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the bound it loads, one byte past it does not."""
    path = tmp_path / "release.tar"
    path.write_bytes(write_tar(contents))

    monkeypatch.setattr(release_files, "RELEASE_BYTES_MAX", path.stat().st_size)
    load_release(path)
    monkeypatch.setattr(release_files, "RELEASE_BYTES_MAX", path.stat().st_size - 1)
    with pytest.raises(Misconfigured, match="at most"):
        load_release(path)


def test_a_release_decides_until_the_end_of_its_last_day(mini_release: Release) -> None:
    """The last instant of the day, and the first of the next."""
    manifest = mini_release.manifest.model_copy(update={"expires": date(2027, 3, 31)})
    release = dataclasses.replace(mini_release, manifest=manifest)

    release.check_current(datetime(2027, 3, 31, 23, 59, 59, 999_999, tzinfo=UTC))
    mini_release.check_current(datetime(9999, 12, 31, tzinfo=UTC))
    with pytest.raises(EngineUnavailable, match="expired"):
        release.check_current(datetime(2027, 4, 1, tzinfo=UTC))


def test_an_installation_without_a_release_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is decided by an empty set of policies."""
    monkeypatch.setattr(release_module, "files", lambda _: tmp_path)

    with pytest.raises(Misconfigured, match="no policy release"):
        shipped_release()


def test_the_shipped_release_is_checked_like_any_other(
    contents: Contents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed file of the installation is noticed."""
    monkeypatch.setattr(release_module, "files", lambda _: tmp_path)
    folder = put(tmp_path / "shipped", contents)
    assert shipped_release().manifest.name == "mini"

    (folder / "policy.wasm").write_bytes(contents["policy.wasm"] + b"\0")
    with pytest.raises(Misconfigured):
        shipped_release()


def test_the_tar_is_plain(parts: ReleaseParts, tmp_path: Path) -> None:
    """Its members are the four files, readable by the same strict reader."""
    write_release(tmp_path / "release.tar", parts)

    assert read_tar((tmp_path / "release.tar").read_bytes(), files_max=4).keys() == FILES
