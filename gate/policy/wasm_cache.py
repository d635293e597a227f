"""Compiled Wasm modules, kept in a private folder: machine code is trusted, so its folder is too.

A file is used when it lies in a folder that this user owns and nobody else can enter, belongs to
this user alone, is what was written (its own digest says so) and was compiled from these bytes by
this version for this machine. Anything else is ignored and the module is compiled again; a cache
that cannot be used costs time and nothing more.
"""

import contextlib
import hashlib
import os
import platform
import secrets
import stat
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

import wasmtime

from gate.errors import Misconfigured
from gate.limits import WASM_CACHE_FILES_MAX

_MAGIC: Final = b"\0asm"
_SUFFIX: Final = ".compiled"
_DIGEST_BYTES: Final = 32


def compiled_module(
    runtime: wasmtime.Engine, wasm: bytes, cache: Path | None = None
) -> wasmtime.Module:
    """The module of `wasm` for `runtime`, from the folder `cache` where it is there and sound.

    Raises:
        Misconfigured: `wasm` is not a Wasm module.
    """
    if not wasm.startswith(_MAGIC):
        raise Misconfigured("policy.wasm of the release is not a Wasm module")
    with _private_folder(cache) as folder:
        name = _name_of(wasm)
        if folder is not None and (code := _read(folder, name)) is not None:
            with contextlib.suppress(wasmtime.WasmtimeError):
                return wasmtime.Module.deserialize(runtime, code)
        try:
            module = wasmtime.Module(runtime, wasm)
        except wasmtime.WasmtimeError as error:
            raise Misconfigured("policy.wasm of the release is not a valid Wasm module") from error
        if folder is not None:
            _write(folder, name, bytes(module.serialize()))
        return module


def _name_of(wasm: bytes) -> str:
    made_for = f"{version('wasmtime')} {platform.system()} {platform.machine()}"
    digest = hashlib.sha256(made_for.encode() + b"\0" + hashlib.sha256(wasm).digest())
    return digest.hexdigest() + _SUFFIX


@contextlib.contextmanager
def _private_folder(cache: Path | None) -> Iterator[int | None]:
    """A descriptor of the folder; None when there is none that is private."""
    folder = None if cache is None else _open_private(cache)
    try:
        yield folder
    finally:
        if folder is not None:
            os.close(folder)


def _open_private(cache: Path) -> int | None:
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = os.open(cache, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    if _is_private(folder):
        return folder
    os.close(folder)
    return None


def _is_private(descriptor: int) -> bool:
    found = os.fstat(descriptor)
    return found.st_uid == os.geteuid() and not stat.S_IMODE(found.st_mode) & 0o077


def _read(folder: int, name: str) -> bytes | None:
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        with os.fdopen(descriptor, "rb") as file:
            if not _is_private(descriptor) or not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return None
            content = file.read()
    except OSError:
        return None
    digest, code = content[:_DIGEST_BYTES], content[_DIGEST_BYTES:]
    return code if hashlib.sha256(code).digest() == digest else None


def _write(folder: int, name: str, code: bytes) -> None:
    unfinished = f"{secrets.token_hex(8)}.unfinished"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with contextlib.suppress(OSError):
        descriptor = os.open(unfinished, flags, mode=0o600, dir_fd=folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(hashlib.sha256(code).digest() + code)
            os.replace(unfinished, name, src_dir_fd=folder, dst_dir_fd=folder)
        except OSError:
            os.unlink(unfinished, dir_fd=folder)
        _forget_oldest(folder)


def _forget_oldest(folder: int) -> None:
    names = [name for name in os.listdir(folder) if name.endswith(_SUFFIX)]
    names.sort(key=lambda name: os.stat(name, dir_fd=folder).st_mtime_ns, reverse=True)
    for name in names[WASM_CACHE_FILES_MAX:]:
        os.unlink(name, dir_fd=folder)
