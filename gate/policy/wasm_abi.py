"""Calls into a compiled release: OPA's Wasm ABI 1.x, without any host built-in.

https://www.openpolicyagent.org/docs/wasm#abi
"""

import ctypes
from collections.abc import Callable
from typing import Final

import wasmtime

from gate.canon import JsonValue
from gate.errors import EngineUnavailable, Misconfigured
from gate.limits import (
    ENGINE_ANSWER_BYTES_MAX,
    WASM_MEMORY_BYTES_MAX,
    WASM_MEMORY_SPARE_PAGES,
    WASM_TABLE_ELEMENTS_MAX,
)
from gate.policy.unique_json import parse_unique

_PAGE: Final = 64 * 1024
_CHUNK: Final = 64 * 1024
_HOST: Final = frozenset({"opa_abort", "opa_println", *(f"opa_builtin{n}" for n in range(5))})


class PolicyModule:
    """A module with a store and a memory of its own; one thread at a time."""

    def __init__(self, module: wasmtime.Module, runtime: wasmtime.Engine, *, ticks: int) -> None:
        """Instantiates the module within the caps.

        Raises:
            Misconfigured: it has another ABI, or asks the host for more than memory.
            wasmtime.WasmtimeError, wasmtime.Trap: it does not start within the caps.
        """
        self._store = wasmtime.Store(runtime)
        self._store.set_limits(
            memory_size=WASM_MEMORY_BYTES_MAX,
            table_elements=WASM_TABLE_ELEMENTS_MAX,
            instances=1,
            tables=1,
            memories=1,
        )
        self._asked: list[str] = []
        self.allow(ticks)
        imports = [self._given(wanted) for wanted in module.imports]
        self._exports = wasmtime.Instance(self._store, module, imports).exports(self._store)
        memory = self._exports["memory"]
        if not isinstance(memory, wasmtime.Memory):
            raise Misconfigured("policy.wasm of the release has no memory")
        self._memory = memory
        if (
            self._global("opa_wasm_abi_version") != 1
            or self._global("opa_wasm_abi_minor_version") < 2
        ):
            raise Misconfigured(
                "policy.wasm of the release does not have OPA's Wasm ABI 1.2 or later"
            )
        if self.json_of(self.call("builtins")) != {}:
            raise Misconfigured("policy.wasm of the release needs built-ins that only a host has")

    @property
    def broke_off(self) -> bool:
        """The module has told the host that it gave up, or asked it for something.

        What it answers after that is worth nothing.
        """
        return bool(self._asked)

    @property
    def memory_bytes(self) -> int:
        """Bytes of linear memory taken so far; it never shrinks."""
        return self._memory.data_len(self._store)

    def allow(self, ticks: int) -> None:
        """Lets the code run until the runtime's epoch has gone up by `ticks`."""
        self._store.set_epoch_deadline(ticks)

    def call(self, name: str, *arguments: int) -> int:
        """Calls an exported function; addresses come back unsigned, no result as 0.

        Raises:
            KeyError: it is not exported.
            wasmtime.WasmtimeError, wasmtime.Trap: it did not return.
        """
        function = self._exports[name]
        if not isinstance(function, wasmtime.Func):
            raise KeyError(name)
        result = function(self._store, *arguments)
        return result & 0xFFFF_FFFF if isinstance(result, int) else 0

    def write(self, data: bytes, address: int) -> None:
        """Copies `data` to `address`, growing the memory where it does not reach.

        Raises:
            wasmtime.WasmtimeError: the memory is at its cap.
        """
        beyond = address + len(data) - self.memory_bytes
        if beyond > 0:
            self._memory.grow(self._store, -(-beyond // _PAGE))
        self._memory.write(self._store, data, address)

    def text_at(self, address: int) -> bytes:
        """The bytes from `address` up to the first zero.

        Raises:
            EngineUnavailable: there is none within the memory, or within the bound of an answer.
        """
        size = min(self.memory_bytes - address, ENGINE_ANSWER_BYTES_MAX + 1)
        start = ctypes.addressof(self._memory.data_ptr(self._store).contents) + address
        text = b""
        for offset in range(0, size, _CHUNK):
            chunk = ctypes.string_at(start + offset, min(_CHUNK, size - offset))
            before, zero, _ = chunk.partition(b"\0")
            text += before
            if zero:
                return text
        raise EngineUnavailable("the policy engine's answer is larger than its bound")

    def json_of(self, value: int) -> JsonValue:
        """A value of the module's, as JSON."""
        return parse_unique(self.text_at(self.call("opa_json_dump", value)))

    def close(self) -> None:
        """Gives the memory back now rather than when it is collected."""
        self._store.close()

    def _given(self, wanted: wasmtime.ImportType) -> wasmtime.Func | wasmtime.Memory:
        kind = wanted.type
        if (wanted.module, wanted.name) == ("env", "memory") and isinstance(
            kind, wasmtime.MemoryType
        ):
            return wasmtime.Memory(self._store, _with_room(kind.limits))
        if wanted.module == "env" and wanted.name in _HOST and isinstance(kind, wasmtime.FuncType):
            return wasmtime.Func(self._store, kind, _noting(self._asked, str(wanted.name), kind))
        raise Misconfigured("policy.wasm of the release asks the host for something unknown")

    def _global(self, name: str) -> int:
        found = self._exports[name]
        value = found.value(self._store) if isinstance(found, wasmtime.Global) else None
        return value if isinstance(value, int) else 0


def _with_room(limits: wasmtime.Limits) -> wasmtime.MemoryType:
    """The memory that a module imports, larger than it asks for.

    OPA's compiler counts the pages before it appends the names of functions, so a module whose data
    ends just past a page asks for one too few and would not start.
    """
    pages = limits.min + WASM_MEMORY_SPARE_PAGES
    return wasmtime.MemoryType(
        wasmtime.Limits(pages if limits.max is None else min(pages, limits.max), limits.max)
    )


def _noting(asked: list[str], name: str, kind: wasmtime.FuncType) -> Callable[..., int | None]:
    """A function for the module that notes that it was called and does nothing.

    It never raises: the binding would hand the exception to whichever thread looks first.
    """
    answer = 0 if kind.results else None

    def note(*_: int) -> int | None:
        asked.append(name)
        return answer

    return note
