"""What the project asks of its own files."""

import ast
import re
import subprocess

import pytest

from tests.shared import ROOT

_MODULE_LINES_MAX = 300
_FUNCTION_LINES_MAX = 70
_BEYOND_REACH = {
    "LOCAL_SECONDS_MAX",  # a test of a minute's waiting would be slow and tell nothing
    "OPA_TEST_SECONDS_MAX",  # the same; it is handed to OPA, which keeps it
    "WASM_STACK_BYTES_MAX",  # the engine counts its own frames, and the compiler chooses their size
}
_PYTHON = sorted((ROOT / "gate").rglob("*.py"))


def _tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return listed.stdout.splitlines()


@pytest.mark.parametrize("path", _PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_fit_a_reader(path):
    """No module past 300 lines, no function past 70; limits.py is a table and not read through."""
    text = path.read_text(encoding="utf-8")
    functions = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [node.name for node in functions if node.end_lineno - node.lineno >= _FUNCTION_LINES_MAX]

    assert len(text.splitlines()) <= _MODULE_LINES_MAX or path.name == "limits.py"
    assert long == []


def _calls(path, *names) -> bool:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in names:
            return True
    return False


def test_the_clock_is_read_in_one_place():
    """The time of a decision comes from decide.py alone."""
    readers = {
        str(path.relative_to(ROOT))
        for path in _PYTHON
        if _calls(
            path, "datetime.now", "datetime.utcnow", "date.today", "time.time", "time.time_ns"
        )
    }

    assert readers <= {"gate/decide.py"}


def test_the_environment_is_read_in_one_place():
    """Variables are settings, and settings are read once."""
    readers = {
        str(path.relative_to(ROOT))
        for path in _PYTHON
        if re.search(r"\bos\.(environ|getenv)\b", path.read_text(encoding="utf-8"))
    }

    assert readers == {"gate/settings.py"}


def test_names_say_what_a_module_is_about():
    """No module is a place for whatever did not fit elsewhere."""
    vague = re.compile(r"(^|/)(utils?|helpers?|common|manager|base|misc)(\.py|/)")

    assert [name for name in _tracked() if vague.search(name)] == []


def test_locks_name_no_address():
    """Packages come from whatever index the machine is set up with, checked by hash."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")

        assert "://" not in text
        assert text.count("==") <= text.count("--hash=sha256:")


def test_every_bound_says_its_unit_and_reason():
    """Each constant of limits.py is followed by a sentence about it."""
    tree = ast.parse((ROOT / "gate/limits.py").read_text(encoding="utf-8"))
    for node, following in zip(tree.body, [*tree.body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign):
            assert isinstance(following, ast.Expr), ast.unparse(node.target)
            assert isinstance(following.value, ast.Constant), ast.unparse(node.target)


def test_every_bound_is_used_and_tested():
    """A bound that nothing enforces, or that no test reaches, is not a bound."""
    tree = ast.parse((ROOT / "gate/limits.py").read_text(encoding="utf-8"))
    names = [ast.unparse(node.target) for node in tree.body if isinstance(node, ast.AnnAssign)]
    code = "\n".join(p.read_text(encoding="utf-8") for p in _PYTHON if p.name != "limits.py")
    tests = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("*.py"))

    assert [name for name in names if not re.search(rf"\b{name}\b", code)] == []
    untested = {name for name in names if not re.search(rf"\b{name}\b", tests)}
    assert untested - _BEYOND_REACH == set()
