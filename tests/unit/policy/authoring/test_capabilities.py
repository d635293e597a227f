"""Only built-ins that are native to Wasm and pure may be used; each other one has a hint."""

from pathlib import Path

import orjson
import pytest

from gate.policy.authoring.capabilities import allowed, hint
from gate.policy.toolchain import find_opa
from tests.policy_folder import POLICIES, RULE, T_1, control, policy_folder, refusals

_FORBIDDEN = [
    'sprintf("%d", [1])',
    "time.now_ns()",
    'time.parse_rfc3339_ns("x")',
    'http.send({"method": "get", "url": "x"})',
    "opa.runtime()",
    'rand.intn("x", 2)',
    'uuid.rfc4122("x")',
    'io.jwt.decode("x")',
    'json.match_schema({}, {"type": "object"})',
    'json.verify_schema({"type": "object"})',
    'net.lookup_ip_addr("x")',
    'semver.compare("1.0.0", "1.0.1")',
    'semver.is_valid("1.0.0")',
    'crypto.sha256("x")',
    'strings.any_prefix_match("x", "y")',
    'json.patch({}, [{"op": "add", "path": "/a", "value": 1}])',
    'yaml.unmarshal("x")',
]


def test_the_committed_list_is_made_from_the_pinned_opa() -> None:
    """A new OPA that changes a declaration, or drops one, is noticed."""
    current = find_opa(POLICIES).json(["capabilities", "--current"], folder=POLICIES)

    assert orjson.loads((POLICIES / "capabilities.json").read_bytes()) == allowed(current)


def test_the_list_has_the_built_ins_that_are_native_and_pure() -> None:
    """98 are native, five of them deprecated; two more are resolved by the compiler."""
    names = [
        each["name"]
        for each in orjson.loads((POLICIES / "capabilities.json").read_bytes())["builtins"]
    ]

    assert len(names) == 98 - 5 + 2
    assert not set(names) & {call.split("(")[0] for call in _FORBIDDEN}


@pytest.mark.parametrize("call", _FORBIDDEN)
def test_a_forbidden_built_in_is_refused_with_a_hint(call: str, tmp_path: Path) -> None:
    """The place of the call, and what to do instead."""
    name = call.split("(", maxsplit=1)[0]

    found = refusals(policy_folder(tmp_path / "policies", control(RULE, f"_x := {call}\n")))

    assert f"{name} may not be used" in found[f"{T_1}:17"]
    assert hint(name) in found[f"{T_1}:17"]


def test_print_is_refused(tmp_path: Path) -> None:
    """It would have to be handed to the host."""
    body = '_x if {\n\tprint("x")\n\tinput.system.id\n}\n'

    found = refusals(policy_folder(tmp_path / "policies", control(RULE, body)))

    assert "print may not be used" in found[f"{T_1}:18"]
