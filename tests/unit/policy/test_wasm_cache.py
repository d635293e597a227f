"""Compiled code on disk is used only when nobody else can have touched it."""

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
import wasmtime

from gate.errors import Misconfigured
from gate.policy import wasm_cache
from gate.policy.wasm_cache import compiled_module

WASM = bytes(wasmtime.wat2wasm('(module (func (export "seven") (result i32) i32.const 7))'))
OTHER = bytes(wasmtime.wat2wasm('(module (func (export "seven") (result i32) i32.const 8))'))


class Compiler:
    """Counts how often a module is really compiled."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.compiled = 0
        self.runtime = wasmtime.Engine()
        original = wasmtime.Module.__init__

        def counting(module: wasmtime.Module, runtime: wasmtime.Engine, wasm: bytes) -> None:
            self.compiled += 1
            original(module, runtime, wasm)

        monkeypatch.setattr(wasmtime.Module, "__init__", counting)

    def seven(self, cache: Path | None, wasm: bytes = WASM) -> object:
        """What the compiled function answers."""
        store = wasmtime.Store(self.runtime)
        module = compiled_module(self.runtime, wasm, cache)
        function = wasmtime.Instance(store, module, []).exports(store)["seven"]
        assert isinstance(function, wasmtime.Func)
        return function(store)


@pytest.fixture
def compiler(monkeypatch: pytest.MonkeyPatch) -> Compiler:
    """A compiler that counts."""
    return Compiler(monkeypatch)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Where the cache will be."""
    return tmp_path / "deep" / "cache"


def the_file(cache: Path) -> Path:
    """The one file of the cache."""
    (file,) = cache.iterdir()
    return file


def test_a_module_is_compiled_once(compiler: Compiler, cache: Path) -> None:
    """The second start reads what the first one compiled."""
    assert [compiler.seven(cache) for _ in range(3)] == [7, 7, 7]
    assert compiler.compiled == 1


def test_without_a_folder_nothing_is_kept(compiler: Compiler) -> None:
    """No cache means compiling every time."""
    assert [compiler.seven(None), compiler.seven(None)] == [7, 7]
    assert compiler.compiled == 2


def test_the_cache_is_private(compiler: Compiler, cache: Path) -> None:
    """Folder and file are this user's alone, whatever the umask is."""
    before = os.umask(0)
    try:
        compiler.seven(cache)
    finally:
        os.umask(before)

    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert stat.S_IMODE(the_file(cache).stat().st_mode) == 0o600


def test_each_module_has_its_own_file(compiler: Compiler, cache: Path) -> None:
    """Another module is another file, and neither is taken for the other."""
    assert [compiler.seven(cache, WASM), compiler.seven(cache, OTHER)] == [7, 8]
    assert [compiler.seven(cache, WASM), compiler.seven(cache, OTHER)] == [7, 8]
    assert compiler.compiled == 2


def flip(place: int) -> Callable[[Path], object]:
    """Changes one byte."""

    def change(file: Path) -> None:
        content = bytearray(file.read_bytes())
        content[place] ^= 1
        file.write_bytes(content)

    return change


def swap(file: Path) -> None:
    """Puts the sound code of another module in its place, with a wrong digest of it."""
    code = bytes(wasmtime.Module(wasmtime.Engine(), OTHER).serialize())
    file.write_bytes(file.read_bytes()[:32] + code)


def foreign(file: Path) -> None:
    """Puts something with a right digest in its place that no runtime has made."""
    code = b"\x7fELF" + bytes(100)
    file.write_bytes(hashlib.sha256(code).digest() + code)


def unlink_and_link(file: Path) -> None:
    """Puts a link to the same content in its place."""
    aside = file.parent.parent / "aside"
    file.rename(aside)
    file.symlink_to(aside)


def replace_by_pipe(file: Path) -> None:
    """Puts a pipe in its place, which would block whoever opens it."""
    file.unlink()
    os.mkfifo(file, 0o600)


TAMPERED: dict[str, Callable[[Path], object]] = {
    "the first byte": flip(0),
    "the digest": flip(31),
    "the code": flip(32),
    "the last byte": flip(-1),
    "cut off": lambda file: file.write_bytes(file.read_bytes()[:-1]),
    "only a digest": lambda file: file.write_bytes(hashlib.sha256(b"").digest()),
    "empty": lambda file: file.write_bytes(b""),
    "other code": swap,
    "code of nobody": foreign,
    "readable by others": lambda file: file.chmod(0o644),
    "writable by the group": lambda file: file.chmod(0o620),
    "a link": unlink_and_link,
    "a pipe": replace_by_pipe,
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_a_file_that_somebody_touched_is_not_run(
    tamper: Callable[[Path], object], compiler: Compiler, cache: Path
) -> None:
    """The module is compiled again, and the answer is right."""
    compiler.seven(cache)
    tamper(the_file(cache))
    before = compiler.compiled

    assert compiler.seven(cache) == 7
    assert compiler.compiled == before + 1


def test_what_was_damaged_is_replaced(compiler: Compiler, cache: Path) -> None:
    """A sound file takes the place of the damaged one."""
    compiler.seven(cache)
    flip(-1)(the_file(cache))
    compiler.seven(cache)
    before = compiler.compiled

    assert compiler.seven(cache) == 7
    assert compiler.compiled == before


@pytest.mark.parametrize("mode", [0o755, 0o710, 0o701, 0o777])
def test_a_folder_that_others_can_enter_is_not_used(
    mode: int, compiler: Compiler, cache: Path
) -> None:
    """Nothing is read from it, and nothing is written to it."""
    compiler.seven(cache)
    content = the_file(cache).read_bytes()
    the_file(cache).write_bytes(content + b"x")
    cache.chmod(mode)

    assert [compiler.seven(cache), compiler.seven(cache)] == [7, 7]
    assert compiler.compiled == 3
    assert the_file(cache).read_bytes() == content + b"x"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_belongs_to_another_user_is_not_used(
    what: str, compiler: Compiler, cache: Path
) -> None:
    """Somebody else's folder or file may hold somebody else's code."""
    compiler.seven(cache)
    os.chown(cache if what == "folder" else the_file(cache), 65534, 65534)

    assert compiler.seven(cache) == 7
    assert compiler.compiled == 2


def test_a_link_in_place_of_the_folder_is_not_followed(
    compiler: Compiler, cache: Path, tmp_path: Path
) -> None:
    """Whoever could make the link could choose the code."""
    compiler.seven(cache)
    cache.rename(tmp_path / "moved")
    cache.symlink_to(tmp_path / "moved")

    assert compiler.seven(cache) == 7
    assert compiler.compiled == 2


@pytest.mark.parametrize("attribute", ["version", "platform.machine", "platform.system"])
def test_code_for_another_version_or_machine_is_not_used(
    attribute: str, compiler: Compiler, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is named by what it was compiled with and for."""
    compiler.seven(cache)
    monkeypatch.setattr(f"gate.policy.wasm_cache.{attribute}", lambda *_: "another")

    assert compiler.seven(cache) == 7
    assert compiler.compiled == 2


def test_code_of_another_configuration_is_not_used(compiler: Compiler, cache: Path) -> None:
    """Code without interruption points would escape its deadline."""
    compiler.seven(cache)
    config = wasmtime.Config()
    config.epoch_interruption = True
    compiler.runtime = wasmtime.Engine(config)

    with pytest.raises(wasmtime.Trap, match="interrupt"):
        compiler.seven(cache)
    assert compiler.compiled == 2


def test_a_folder_that_cannot_be_made_costs_time_only(compiler: Compiler, tmp_path: Path) -> None:
    """A file where the folder should be, or nowhere to write."""
    (tmp_path / "file").touch()

    assert compiler.seven(tmp_path / "file") == 7
    assert compiler.seven(tmp_path / "file" / "below") == 7


def test_a_full_disk_costs_time_only(
    compiler: Compiler, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing half-written is left under the module's name."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gate.policy.wasm_cache.os.replace", full)
    assert compiler.seven(cache) == 7
    assert list(cache.iterdir()) == []


def test_the_oldest_files_are_forgotten(
    compiler: Compiler, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many as allowed are kept, and not one more."""
    monkeypatch.setattr(wasm_cache, "WASM_CACHE_FILES_MAX", 2)
    modules = [
        bytes(wasmtime.wat2wasm(f'(module (func (export "seven") (result i32) i32.const {n}))'))
        for n in range(3)
    ]
    for age, module in enumerate(modules[:2]):
        compiler.seven(cache, module)
        for file in cache.iterdir():
            os.utime(file, (1_000_000 + age, 1_000_000 + age))
    assert len(list(cache.iterdir())) == 2

    compiler.seven(cache, modules[2])
    assert len(list(cache.iterdir())) == 2
    before = compiler.compiled
    compiler.seven(cache, modules[2])
    assert compiler.compiled == before


@pytest.mark.parametrize("wasm", [b"", b"(module)", b"\0asm\x01\0\0", b"\0asm" + bytes(100)])
def test_what_is_no_module_is_refused(wasm: bytes, compiler: Compiler, cache: Path) -> None:
    """Neither text nor a damaged module is compiled, and nothing is cached."""
    with pytest.raises(Misconfigured):
        compiler.seven(cache, wasm)
    assert not cache.exists() or list(cache.iterdir()) == []
