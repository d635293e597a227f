"""One instance of a compiled release, with the data document loaded.

Its memory from the bottom: what the module brings along, the parsed data, and above that one
evaluation at a time, which the next one overwrites.
"""

from typing import Final

import wasmtime

from gate.errors import EngineAnswerInvalid, EngineUnavailable, Misconfigured
from gate.policy.wasm_abi import PolicyModule

ENTRYPOINT: Final = "gate/decision"

_ALIGNMENT: Final = 8
_AS_JSON: Final = 0
_BEFORE: Final = b'[{"result":'
_AFTER: Final = b"}]"
_STOPPED: Final = (wasmtime.WasmtimeError, wasmtime.Trap, KeyError, IndexError, ValueError)


class Instance:
    """Evaluates `gate/decision`, one thread at a time.

    After any exception its memory is in an unknown state and it must be thrown away.
    """

    def __init__(
        self, module: wasmtime.Module, runtime: wasmtime.Engine, data: bytes, *, ticks: int
    ) -> None:
        """Instantiates the module and loads the data, within `ticks` and the memory cap.

        Raises:
            Misconfigured: the module is not a release's, or does not start within the caps.
        """
        try:
            self._module = PolicyModule(module, runtime, ticks=ticks)
            self._entrypoint = self._number_of_entrypoint()
            self._data = self._load(data)
            self._floor = self._module.call("opa_heap_ptr_get")
        except _STOPPED as error:
            raise Misconfigured("policy.wasm of the release does not start") from error

    def evaluate(self, policy_input: bytes, *, ticks: int) -> bytes:
        """The value of the entrypoint for `policy_input`, as JSON.

        Raises:
            EngineUnavailable: stopped after `ticks` or at the memory cap, aborted by the policy, or
                an answer past its bound.
            EngineAnswerInvalid: the entrypoint is undefined.
        """
        size = len(policy_input)
        heap = self._floor + size + -(self._floor + size) % _ALIGNMENT
        self._module.allow(ticks)
        try:
            self._module.write(policy_input, self._floor)
            found = self._module.call(
                "opa_eval", 0, self._entrypoint, self._data, self._floor, size, heap, _AS_JSON
            )
            answer = self._module.text_at(found)
        except _STOPPED as error:
            raise EngineUnavailable("the policy evaluation was stopped or broke off") from error
        if self._module.broke_off:
            raise EngineUnavailable("the policy evaluation broke off")
        if not answer.startswith(_BEFORE) or not answer.endswith(_AFTER):
            raise EngineAnswerInvalid("the policy has no decision for this input")
        return answer[len(_BEFORE) : -len(_AFTER)]

    @property
    def memory_bytes(self) -> int:
        """Bytes of linear memory taken so far; it never shrinks."""
        return self._module.memory_bytes

    def close(self) -> None:
        """Gives the memory back now rather than when it is collected."""
        self._module.close()

    def _number_of_entrypoint(self) -> int:
        entrypoints = self._module.json_of(self._module.call("entrypoints"))
        number = entrypoints.get(ENTRYPOINT) if isinstance(entrypoints, dict) else None
        if not isinstance(number, int):
            raise Misconfigured(f"policy.wasm of the release has no entrypoint {ENTRYPOINT}")
        return number

    def _load(self, data: bytes) -> int:
        text = self._module.call("opa_malloc", len(data))
        self._module.write(data, text)
        value = self._module.call("opa_json_parse", text, len(data))
        self._module.call("opa_free", text)
        if not value or self._module.broke_off:
            raise Misconfigured("the data of the release cannot be read by policy.wasm")
        return value
