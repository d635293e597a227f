"""The verifier stands alone: its imports, its reading, and what it does to the machine."""

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import cryptography
import pytest

from gate.log.export import Part
from tests.bundles import GATE_PEM, VKEY, checkpoint_at, exported, log_of, packed, unpacked
from tests.logs import open_log
from tests.shared import ROOT

FOLDER = ROOT / "gate_verify"
MODULES = sorted(FOLDER.glob("*.py"))
LINES_MAX = 2_800
"""Lines that a reader manages in an hour, comments included."""

WATCHED = """
import sys
touched = []
def watch(event, arguments):
    if event == "open" and (set(str(arguments[1])) & set("wax+") or (arguments[2] or 0) & 0o103):
        touched.append(f"{event} {arguments[0]}")
    if event.split(".")[0] in {"socket", "subprocess", "shutil", "sqlite3", "ctypes"} | \
            {"urllib", "http", "ftplib"} or event in {"os.system", "os.exec", "os.posix_spawn",
            "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.truncate"}:
        touched.append(event)
from gate_verify.__main__ import main
sys.addaudithook(watch)
code = main(sys.argv[1:])
print(sorted(touched))
print(sorted({name.partition(".")[0] for name in sys.modules}))
sys.exit(code)
"""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_modules_import_the_standard_library_and_cryptography_alone(path: Path) -> None:
    """And each other."""
    allowed = {"cryptography", "gate_verify"} | sys.stdlib_module_names
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "." * node.level]
        )
    }
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}

    assert imported <= allowed
    assert not called & {"__import__", "importlib.import_module", "exec", "eval", "compile"}


def test_it_can_be_read_in_an_hour() -> None:
    """All of it."""
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES) <= LINES_MAX


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the verifier and a bundle, and nothing of the gate."""
    folder = tmp_path_factory.mktemp("machine")
    shutil.copytree(FOLDER, folder / "gate_verify", ignore=shutil.ignore_patterns("__pycache__"))
    var = log_of(tmp_path_factory.mktemp("log") / "var", 12)
    (folder / "whole.tar").write_bytes(exported(var, since=[7]))
    (folder / "part.tar").write_bytes(exported(var, since=[7], part=Part(2, 4)))
    files = unpacked(exported(var, part=Part(2, 4)))
    files["entries/2.dsse.json"] += b" "
    (folder / "changed.tar").write_bytes(packed(files))
    (folder / "broken.tar").write_bytes(b"../../etc/passwd")
    log = open_log(var)
    text = log.receipt_parts(3).text
    log.close()
    (folder / "kept").write_text(text)
    (folder / "longer").write_text(text.replace("\n\n", f"\n{'A' * 43}=\n\n", 1))
    (folder / "gate.pem").write_bytes(GATE_PEM)
    (folder / "held").write_bytes(checkpoint_at(var, 7))
    (folder / "watched.py").write_text(WATCHED)
    return folder


def run(machine: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Python with the verifier and `cryptography`, without anything else of this machine."""
    packages = Path(cryptography.__file__).parent.parent
    return subprocess.run(
        [sys.executable, "-S", "-B", *arguments],
        cwd=machine,
        env={"PYTHONPATH": f"{machine}:{packages}"},
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("bundle", "code"), [("whole", 0), ("part", 0), ("changed", 1), ("broken", 2), ("absent", 2)]
)
def test_it_runs_on_its_own_with_three_exit_codes(machine: Path, bundle: str, code: int) -> None:
    """Clean, findings, unusable."""
    said = run(
        machine, "-m", "gate_verify", f"{bundle}.tar", "--vkey", VKEY,
        "--gate-key", "gate.pem", "--checkpoint", "held",
    )  # fmt: skip
    verdict = {0: "CLEAN  ", 1: "NOT CLEAN  ", 2: "UNUSABLE  "}[code]

    assert said.returncode == code
    assert (said.stderr if code == 2 else said.stdout).startswith(verdict)
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize(
    ("receipt", "code"), [("kept", 0), ("longer", 1), ("broken.tar", 2), ("absent", 2), (".", 2)]
)
@pytest.mark.parametrize("bundle", [(), ("whole.tar",)])
def test_a_receipt_has_the_same_exit_codes(
    machine: Path, bundle: tuple[str, ...], receipt: str, code: int
) -> None:
    """Alone, and against a bundle."""
    said = run(
        machine, "-m", "gate_verify", *bundle, "--receipt", receipt, "--vkey", VKEY,
        "--gate-key", "gate.pem",
    )  # fmt: skip

    assert said.returncode == code
    assert "Traceback" not in said.stderr


def test_without_a_bundle_or_a_receipt_there_is_nothing_to_check(machine: Path) -> None:
    """Exit code 2, and what was expected."""
    said = run(machine, "-m", "gate_verify", "--vkey", VKEY)

    assert (said.returncode, said.stdout) == (2, "")
    assert "Expected a bundle, or a receipt (--receipt)." in said.stderr


@pytest.mark.parametrize(
    "checked",
    [["whole.tar"], ["part.tar"], ["changed.tar"], ["broken.tar"], ["--receipt", "kept"],
     ["part.tar", "--receipt", "kept"]],
)  # fmt: skip
def test_it_writes_nothing_asks_nobody_and_loads_no_gate(machine: Path, checked: list[str]) -> None:
    """As Python's own audit events tell."""
    before = {path: path.read_bytes() for path in machine.rglob("*") if path.is_file()}
    said = run(machine, "watched.py", *checked, "--vkey", VKEY)
    *_, touched, loaded = said.stdout.splitlines()

    assert touched == "[]"
    assert "'gate'" not in loaded
    assert "'gate_verify'" in loaded
    assert {path: path.read_bytes() for path in machine.rglob("*") if path.is_file()} == before


def test_the_verdict_is_there_for_programs(machine: Path) -> None:
    """With everything that the text says."""
    said = run(machine, "-m", "gate_verify", "changed.tar", "--vkey", VKEY, "--json")
    told = json.loads(said.stdout)

    assert (told["clean"], told["size"], told["first"], told["end"]) == (False, 12, 2, 4)
    assert {finding["code"] for finding in told["findings"]} == {"proof", "file"}
    assert told["remarks"][0].startswith("WHO SIGNED THE ENTRIES")


@pytest.mark.parametrize("name", ["/dev/zero", ".", "absent"])
@pytest.mark.parametrize("option", [(), ("--receipt",)])
def test_what_is_not_a_file_is_unusable(machine: Path, option: tuple[str, ...], name: str) -> None:
    """And is not waited for."""
    said = run(machine, "-m", "gate_verify", *option, name, "--vkey", VKEY)

    assert (said.returncode, said.stdout) == (2, "")
