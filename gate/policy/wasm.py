"""The engine in this process: the compiled release on wasmtime, on a bounded pool of instances."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import wasmtime

from gate.errors import EngineAnswerInvalid, EngineUnavailable, Misconfigured
from gate.limits import (
    ENGINE_START_SECONDS_MAX,
    WASM_MEMORY_KEPT_BYTES_MAX,
    WASM_STACK_BYTES_MAX,
)
from gate.policy.release import Release
from gate.policy.wasm_cache import compiled_module
from gate.policy.wasm_deadline import Deadlines
from gate.policy.wasm_instance import Instance


class WasmEngine:
    """An `Engine` for one release; make it after the process has forked.

    At most one evaluation for each core runs at a time, others wait their turn. An instance that
    was stopped or broke off is thrown away, and a fresh one takes its place.
    """

    name: Final = "wasm"

    def __init__(
        self, release: Release, *, cache: Path | None = None, instances: int | None = None
    ) -> None:
        """Compiles the release and makes a first instance.

        Args:
            release: what to evaluate.
            cache: a folder for compiled code, made private when it is made; None: compile afresh.
            instances: evaluations at once; None: one for each core.

        Raises:
            Misconfigured: the module cannot be compiled, is not a release's, or does not start.
        """
        self._runtime = _interruptible_runtime()
        self._module = compiled_module(self._runtime, release.wasm, cache)
        self._data = release.data
        self._size = instances or os.cpu_count() or 1
        self._turns = threading.Semaphore(self._size)
        self._free: list[Instance] = []
        self._closing = threading.Lock()
        self._deadlines = Deadlines(self._runtime)
        try:
            self._free.append(self._fresh(ENGINE_START_SECONDS_MAX))
        except BaseException:
            self._deadlines.close()
            raise

    def evaluate(self, policy_input: bytes, *, seconds: float) -> bytes:
        """See `Engine.evaluate`."""
        until = time.monotonic() + seconds
        with self._turn(seconds):
            try:
                instance = self._free.pop()
            except IndexError:
                instance = self._replacement(until - time.monotonic())
            try:
                with self._deadlines.within(until - time.monotonic()) as ticks:
                    answer = instance.evaluate(policy_input, ticks=ticks)
            except EngineAnswerInvalid:
                self._keep(instance)
                raise
            except BaseException:
                instance.close()
                raise
            self._keep(instance)
            return answer

    def check(self, *, seconds: float) -> None:
        """See `Engine.check`: once made, it is ready until it is closed."""
        with self._turn(seconds):
            return

    def close(self) -> None:
        """See `Engine.close`; waits for evaluations that are running, each of which is bounded."""
        if not self._closing.acquire(blocking=False):
            return
        for _ in range(self._size):
            self._turns.acquire()
        for instance in self._free:
            instance.close()
        self._free.clear()
        self._deadlines.close()

    @contextmanager
    def _turn(self, seconds: float) -> Iterator[None]:
        if self._closing.locked() or not self._turns.acquire(timeout=max(seconds, 0.0)):
            raise EngineUnavailable("no instance of the policy engine became free in time")
        try:
            yield
        finally:
            self._turns.release()

    def _keep(self, instance: Instance) -> None:
        if instance.memory_bytes > WASM_MEMORY_KEPT_BYTES_MAX:
            instance.close()
        else:
            self._free.append(instance)

    def _replacement(self, seconds: float) -> Instance:
        try:
            return self._fresh(seconds)
        except Misconfigured as error:
            raise EngineUnavailable("the policy engine did not start again in time") from error

    def _fresh(self, seconds: float) -> Instance:
        with self._deadlines.within(seconds) as ticks:
            return Instance(self._module, self._runtime, self._data, ticks=ticks)


def _interruptible_runtime() -> wasmtime.Engine:
    config = wasmtime.Config()
    config.epoch_interruption = True
    config.max_wasm_stack = WASM_STACK_BYTES_MAX
    return wasmtime.Engine(config)
