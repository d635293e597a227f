"""The engine in this process."""

import dataclasses
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson
import pytest
import wasmtime

from gate.errors import EngineAnswerInvalid, EngineUnavailable, Misconfigured
from gate.limits import WASM_MEMORY_SPARE_PAGES
from gate.model.verdict import Outcome
from gate.policy import wasm as wasm_module
from gate.policy import wasm_abi
from gate.policy.engine import Engine
from gate.policy.reading import read_verdict
from gate.policy.release import Release
from gate.policy.wasm import WasmEngine
from gate.policy.wasm_deadline import Deadlines
from tests.mini import DECISION_ID, denied_input, mini_document, mini_input
from tests.releases import build

PLENTY = 30.0


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled code, so that not every test compiles."""
    return tmp_path_factory.mktemp("wasm") / "cache"


@pytest.fixture
def engine(mini_release: Release, cache: Path) -> Iterator[WasmEngine]:
    """An engine of the test's own, with one instance."""
    engine = WasmEngine(mini_release, cache=cache, instances=1)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def spins(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A policy that would run for years on many words, and answers at once on none."""
    return build("hostile/spins", tmp_path_factory.mktemp("spins"), rules=("M.1-1",))


@pytest.fixture(scope="module")
def eats_memory(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A policy that wants gigabytes."""
    return build("hostile/eats_memory", tmp_path_factory.mktemp("eats"), rules=("M.1-1",))


WORDS = orjson.dumps({"words": [f"word {number}" for number in range(200)]})
NO_WORDS = b'{"words":[]}'


def test_it_is_an_engine(mini_wasm: WasmEngine) -> None:
    """It fits the port, by its type and by its name."""
    port: Engine = mini_wasm

    assert port.name == "wasm"
    port.check(seconds=PLENTY)


@pytest.mark.parametrize(
    ("policy_input", "expected"), [(mini_input(), Outcome.ALLOW), (denied_input(), Outcome.DENY)]
)
def test_it_answers_a_verdict(
    mini_wasm: WasmEngine, mini_release: Release, policy_input: bytes, expected: Outcome
) -> None:
    """The answer is a verdict of this release about this input."""
    answer = mini_wasm.evaluate(policy_input, seconds=PLENTY)

    assert read_verdict(answer, release=mini_release, decision_id=DECISION_ID).outcome is expected


def test_the_same_input_gives_the_same_bytes(engine: WasmEngine) -> None:
    """Nothing of an evaluation is left for the next one."""
    first = engine.evaluate(mini_input(), seconds=PLENTY)
    for _ in range(50):
        engine.evaluate(denied_input(), seconds=PLENTY)

        assert engine.evaluate(mini_input(), seconds=PLENTY) == first


def test_memory_does_not_grow_with_evaluations(engine: WasmEngine) -> None:
    """What one evaluation took, the next one takes again."""
    engine.evaluate(mini_input(), seconds=PLENTY)
    taken = engine._free[0].memory_bytes
    for _ in range(500):
        engine.evaluate(mini_input(), seconds=PLENTY)

    assert engine._free[0].memory_bytes == taken


def test_sixteen_threads_each_get_their_own_answer(mini_release: Release) -> None:
    """Every thread sees the verdict about its own input, and no other."""
    engine = WasmEngine(mini_release, instances=3)

    def ask(number: int) -> bool:
        identity = f"{number:032x}"
        is_denied = number % 3 == 0
        roles = [] if is_denied else mini_document()["oversight"]["roles"]
        oversight = {"roles": roles, "purpose": "Somebody looks at every case " + "x" * number}
        answer = engine.evaluate(
            mini_input(facts={"decision_id": identity}, oversight=oversight), seconds=PLENTY
        )
        verdict = read_verdict(answer, release=mini_release, decision_id=identity)
        return (verdict.outcome is Outcome.DENY) == is_denied

    with ThreadPoolExecutor(16) as threads:
        assert all(threads.map(ask, range(2000)))
    assert len(engine._free) <= 3
    engine.close()


@pytest.mark.parametrize("policy_input", [b"{}", b"[]", b"7", b'"text"', b"null"])
def test_no_decision_is_an_invalid_answer(engine: WasmEngine, policy_input: bytes) -> None:
    """Undefined is neither allow nor deny."""
    with pytest.raises(EngineAnswerInvalid):
        engine.evaluate(policy_input, seconds=PLENTY)


def test_an_undefined_decision_does_not_cost_the_instance(engine: WasmEngine) -> None:
    """Documents that nothing is decided about do not make the engine start again."""
    instance = engine._free[0]
    with pytest.raises(EngineAnswerInvalid):
        engine.evaluate(b"{}", seconds=PLENTY)

    assert engine._free == [instance]


def test_a_loop_without_memory_is_stopped_by_the_deadline(spins: Release) -> None:
    """The trap says that time was up."""
    engine = WasmEngine(spins)
    with pytest.raises(EngineUnavailable) as caught:
        engine.evaluate(WORDS, seconds=0.2)

    assert isinstance(caught.value.__cause__, wasmtime.Trap)
    assert caught.value.__cause__.trap_code is wasmtime.TrapCode.INTERRUPT
    engine.close()


def test_a_loop_that_eats_memory_is_stopped_by_the_cap(eats_memory: Release) -> None:
    """The trap says that the policy gave up, and the cap was never passed."""
    engine = WasmEngine(eats_memory, instances=1)
    instance = engine._free[0]
    instance.close = lambda: None  # type: ignore[method-assign]
    with pytest.raises(EngineUnavailable) as caught:
        engine.evaluate(b"{}", seconds=PLENTY)

    assert isinstance(caught.value.__cause__, wasmtime.Trap)
    assert caught.value.__cause__.trap_code is wasmtime.TrapCode.UNREACHABLE
    assert instance.memory_bytes <= wasm_abi.WASM_MEMORY_BYTES_MAX
    engine.close()


def test_a_trap_does_not_poison_the_next_evaluation(spins: Release) -> None:
    """The broken instance is gone, and a fresh one answers rightly."""
    engine = WasmEngine(spins, instances=1)
    broken = engine._free[0]
    for _ in range(3):
        with pytest.raises(EngineUnavailable):
            engine.evaluate(WORDS, seconds=0.1)

        assert engine.evaluate(NO_WORDS, seconds=PLENTY) == b'{"same":true}'
        assert broken not in engine._free
    engine.close()


def test_hostile_evaluations_do_not_touch_their_neighbours(spins: Release) -> None:
    """While one instance is being stopped, the other goes on answering."""
    engine = WasmEngine(spins, instances=2)
    with ThreadPoolExecutor(4) as threads:
        hostile = [threads.submit(engine.evaluate, WORDS, seconds=0.3) for _ in range(4)]
        answers = {engine.evaluate(NO_WORDS, seconds=PLENTY) for _ in range(200)}

        assert answers == {b'{"same":true}'}
        assert all(isinstance(future.exception(), EngineUnavailable) for future in hostile)
    engine.close()


def test_waiting_for_a_turn_ends_with_the_deadline(spins: Release) -> None:
    """Whoever finds every instance busy is told so in time."""
    engine = WasmEngine(spins, instances=1)
    started = threading.Event()

    def occupy() -> None:
        started.set()
        engine.evaluate(WORDS, seconds=1.0)

    with ThreadPoolExecutor(1) as threads:
        busy = threads.submit(occupy)
        started.wait()
        while engine._free:
            time.sleep(0.005)
        with pytest.raises(EngineUnavailable, match="became free"):
            engine.evaluate(NO_WORDS, seconds=0.05)
        assert isinstance(busy.exception(), EngineUnavailable)
    engine.close()


def test_deep_nesting_ends_at_the_stack_and_nowhere_else(engine: WasmEngine) -> None:
    """The deepest document that the gate accepts is fine; an absurd one is a trap, not a crash."""
    fine: object = "leaf"
    for _ in range(30):
        fine = [fine]
    engine.evaluate(mini_input(data=fine), seconds=PLENTY)

    absurd = b'{"data":' + b"[" * 500_000 + b"]" * 500_000 + b"}"
    with pytest.raises(EngineUnavailable) as caught:
        engine.evaluate(absurd, seconds=PLENTY)
    assert isinstance(caught.value.__cause__, wasmtime.Trap)
    assert caught.value.__cause__.trap_code is wasmtime.TrapCode.STACK_OVERFLOW
    engine.evaluate(mini_input(), seconds=PLENTY)


def test_an_answer_may_be_as_large_as_its_bound(
    engine: WasmEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the bound it is read, one byte past it is not."""
    raw = len(engine.evaluate(mini_input(), seconds=PLENTY)) + len('[{"result":}]')

    monkeypatch.setattr(wasm_abi, "ENGINE_ANSWER_BYTES_MAX", raw)
    engine.evaluate(mini_input(), seconds=PLENTY)
    monkeypatch.setattr(wasm_abi, "ENGINE_ANSWER_BYTES_MAX", raw - 1)
    with pytest.raises(EngineUnavailable, match="bound"):
        engine.evaluate(mini_input(), seconds=PLENTY)


def test_an_instance_may_take_as_much_memory_as_its_bound(
    mini_release: Release, engine: WasmEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it needs is enough; a page less is not."""
    needed = engine._free[0].memory_bytes

    monkeypatch.setattr(wasm_abi, "WASM_MEMORY_BYTES_MAX", needed)
    WasmEngine(mini_release).close()
    monkeypatch.setattr(wasm_abi, "WASM_MEMORY_BYTES_MAX", needed - 1)
    with pytest.raises(Misconfigured):
        WasmEngine(mini_release)


def test_a_table_may_be_as_large_as_its_bound(
    mini_release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module that calls more functions by number than allowed does not start."""
    monkeypatch.setattr(wasm_abi, "WASM_TABLE_ELEMENTS_MAX", 1)
    with pytest.raises(Misconfigured):
        WasmEngine(mini_release)


def test_an_instance_that_has_grown_too_large_is_not_kept(
    engine: WasmEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the bound it goes back to the pool, past it its memory is given back."""
    engine.evaluate(mini_input(), seconds=PLENTY)
    taken = engine._free[0].memory_bytes

    monkeypatch.setattr(wasm_module, "WASM_MEMORY_KEPT_BYTES_MAX", taken)
    engine.evaluate(mini_input(), seconds=PLENTY)
    assert len(engine._free) == 1
    monkeypatch.setattr(wasm_module, "WASM_MEMORY_KEPT_BYTES_MAX", taken - 1)
    engine.evaluate(mini_input(), seconds=PLENTY)
    assert engine._free == []


def test_a_start_that_takes_too_long_is_refused(
    spins: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Data so large that loading it passes the bound stops the start, not the service."""
    many = orjson.dumps({"release": {}, "numbers": list(range(1_000_000))})
    monkeypatch.setattr(wasm_module, "ENGINE_START_SECONDS_MAX", 0.0)
    with pytest.raises(Misconfigured, match="does not start"):
        WasmEngine(dataclasses.replace(spins, data=many))


def test_every_core_may_evaluate_at_once(mini_release: Release) -> None:
    """Without a number, the pool is as large as the machine."""
    engine = WasmEngine(mini_release)

    assert engine._size == os.cpu_count()
    engine.close()


def test_a_closed_engine_answers_nothing(mini_release: Release) -> None:
    """Closing twice is closing once, and after it there is no answer."""
    engine = WasmEngine(mini_release)
    engine.close()
    engine.close()

    for ask in (lambda: engine.evaluate(mini_input(), seconds=1), lambda: engine.check(seconds=1)):
        with pytest.raises(EngineUnavailable):
            ask()


def test_closing_leaves_no_thread(mini_release: Release) -> None:
    """The ticker ends with its engine."""
    before = threading.active_count()
    WasmEngine(mini_release).close()
    with pytest.raises(Misconfigured):
        WasmEngine(dataclasses.replace(mini_release, data=b"not json"))

    assert threading.active_count() == before


def test_a_deadline_in_the_past_is_still_a_deadline(mini_release: Release) -> None:
    """A caller who is late gets the least there is, never an endless evaluation."""
    deadlines = Deadlines(wasmtime.Engine())
    for seconds in (0.0, -1.0, -1e9):
        with deadlines.within(seconds) as ticks:
            assert 1 <= ticks < 1000
    deadlines.close()


def wat(text: str) -> bytes:
    """A module from its text form."""
    return bytes(wasmtime.wat2wasm(text))


ABI = (
    '(global (export "opa_wasm_abi_version") i32 (i32.const {}))'
    '(global (export "opa_wasm_abi_minor_version") i32 (i32.const {}))'
)
MODULES: dict[str, bytes] = {
    "nothing": b"",
    "text": b"(module)",
    "a cut module": b"\0asm\x01\0\0",
    "an empty module": wat("(module)"),
    "a module that is no policy": wat('(module (memory (export "memory") 1))'),
    "another import": wat('(module (import "env" "exec" (func)) (memory (export "memory") 1))'),
    "an import from elsewhere": wat(
        '(module (import "wasi_snapshot_preview1" "opa_abort" (func)))'
    ),
    "a memory that is a function": wat('(module (func (export "memory")))'),
    "two memories": wat("(module (memory 1) (memory 1))"),
    "a start that never ends": wat(
        '(module (memory (export "memory") 1) (func $f (loop br 0)) (start $f))'
    ),
    "a larger memory than the cap": wat('(module (memory (export "memory") 5000))'),
    "ABI 2": wat('(module (memory (export "memory") 1)' + ABI.format(2, 0) + ")"),
    "ABI 1.1": wat('(module (memory (export "memory") 1)' + ABI.format(1, 1) + ")"),
    "no built-ins table": wat('(module (memory (export "memory") 1)' + ABI.format(1, 3) + ")"),
}


@pytest.mark.parametrize("module", MODULES.values(), ids=MODULES)
def test_a_module_that_is_no_release_is_refused(
    module: bytes, mini_release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the module is, it is refused when it is loaded."""
    monkeypatch.setattr(wasm_module, "ENGINE_START_SECONDS_MAX", 0.2)
    with pytest.raises(Misconfigured):
        WasmEngine(dataclasses.replace(mini_release, wasm=module))


def test_a_module_that_asks_for_less_memory_than_its_data_takes_starts(
    mini_release: Release,
) -> None:
    """OPA's compiler counts the pages before the last part of the data."""
    memory = b"\x03env\x06memory\x02\x00"
    assert memory + b"\x02" in mini_release.wasm
    short = mini_release.wasm.replace(memory + b"\x02", memory + b"\x01")
    engine = WasmEngine(dataclasses.replace(mini_release, wasm=short), instances=1)

    assert engine.evaluate(mini_input(), seconds=PLENTY)
    engine.close()


def test_a_module_gets_no_more_memory_than_it_can_take() -> None:
    """Beside what it asks for it gets spare pages, up to its own maximum."""
    spare = WASM_MEMORY_SPARE_PAGES
    for limits, pages in (
        (wasmtime.Limits(2, None), 2 + spare),
        (wasmtime.Limits(2, 2 + spare), 2 + spare),
        (wasmtime.Limits(2, 1 + spare), 1 + spare),
    ):
        given = wasm_abi._with_room(limits).limits
        assert (given.min, given.max) == (pages, limits.max)


def test_a_policy_that_needs_the_host_is_refused(tmp_path: Path) -> None:
    """A built-in that Wasm does not have natively is found at load, not at the first request."""
    release = build("refused/host_built_in", tmp_path, rules=("M.1-1",))

    with pytest.raises(Misconfigured, match="built-ins"):
        WasmEngine(release)


def test_a_policy_with_another_entrypoint_is_refused(
    mini_release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only `gate/decision` decides."""
    monkeypatch.setattr("gate.policy.wasm_instance.ENTRYPOINT", "gate/verdict")
    with pytest.raises(Misconfigured, match="entrypoint"):
        WasmEngine(mini_release)
