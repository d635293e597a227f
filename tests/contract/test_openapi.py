"""The OpenAPI document: what the code says, whole, and held against the running service."""

import json
import re
import subprocess
import sys
from contextlib import nullcontext

import pytest

from gate import errors
from gate.api.app import application
from gate.api.example import EXAMPLE
from gate.api.problems import MEDIA_TYPE
from gate.errors import GateError, Misconfigured, VerificationFailed
from gate.intake.submission import read_submission
from gate.model.request.schema import request_schema
from tests.service import server_in, token_in
from tests.shared import ROOT

COMMITTED = ROOT / "openapi" / "gate.v1.json"
CASES_MIN = 5_000


@pytest.fixture(scope="module")
def document():
    return application(lambda: nullcontext(None)).openapi()


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def test_the_committed_document_is_what_the_code_says():
    """`make check` compares the same way."""
    checked = subprocess.run(
        [sys.executable, "scripts/openapi.py", "--check"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )

    assert checked.returncode == 0, checked.stderr


def test_every_answer_of_every_route_is_documented(document):
    """With the request id, and errors as problem documents."""
    shared = document["components"]["responses"]
    for name, operation in operations(document):
        assert operation["summary"], name
        assert operation["description"], name
        for status, response in operation["responses"].items():
            found = shared[response["$ref"].rsplit("/", 1)[1]] if "$ref" in response else response
            assert "X-Request-ID" in found["headers"], (name, status)
            if int(status) >= 400 and (name, status) != ("get /readyz", "503"):
                assert list(found["content"]) == [MEDIA_TYPE], (name, status)


def test_every_error_code_is_documented_under_its_status(document):
    """Of those that can reach a caller."""
    said = {
        (code, status)
        for _, operation in operations(document)
        for status, response in operation["responses"].items()
        for code in re.findall(
            r"`([a-z_]+)`",
            document["components"]["responses"]
            .get(response.get("$ref", "/").rsplit("/", 1)[1], {})
            .get("description", ""),
        )
    }
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, GateError) and "code" in vars(kind)
    ]

    for kind in set(kinds) - {Misconfigured, VerificationFailed}:
        assert (kind.code, str(kind.status)) in said, kind.code


def test_every_route_with_a_token_says_so(document):
    """And the others are health and version alone."""
    without = {name for name, operation in operations(document) if "security" not in operation}

    assert without == {"get /livez", "get /readyz", "get /version"}
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_the_body_has_the_whole_schema_of_the_request(document):
    """Every definition of the request stands in the document as it is."""
    components = document["components"]["schemas"]
    text = json.dumps(request_schema()["$defs"]).replace("#/$defs/", "#/components/schemas/")
    for name, schema in json.loads(text).items():
        assert set(components[name]["properties"]) == set(schema["properties"]), name
        assert components[name].get("required") == schema.get("required"), name


def test_every_reference_leads_somewhere(document):
    """Inside the document, nowhere else."""
    for reference in re.findall(r'"\$ref": "([^"]+)"', json.dumps(document)):
        place = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
        assert place is not None


def test_the_example_is_a_valid_body():
    """It can be sent as it stands."""
    assert read_submission(json.dumps(EXAMPLE).encode()).request.system.id == "manual-search"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_schemathesis_finds_nothing(tmp_path):
    """All phases, all checks, valid and invalid data, on a real server, twice at once."""
    token = token_in(tmp_path / "var")
    with server_in(tmp_path / "var", token=token) as server:
        runs = [
            _schemathesis(server, tmp_path, "dry-runs", "--include-path", "/v1/dry-runs"),
            _schemathesis(server, tmp_path, "others", "--exclude-path", "/v1/dry-runs"),
        ]
        cases = [_finished(run) for run in runs]

    assert min(cases) > CASES_MIN


def _schemathesis(server, tmp_path, name, *selection):
    folder = tmp_path / name
    folder.mkdir()
    output = (folder / "said").open("w+")
    settings = ROOT / "tests" / "contract" / "schemathesis" / "schemathesis.toml"
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(settings), "run"]
    command += [str(COMMITTED), "--url", server.url, *selection]
    command += ["--header", f"Authorization: {server.headers['Authorization']}"]
    command += ["--phases", "examples,coverage,fuzzing,stateful", "--checks", "all"]
    # DELETE cancels a job; what it was and how far it came can still be read.
    command += ["--exclude-checks", "use_after_free"]
    command += ["--mode", "all", "--max-examples", "30", "--seed", "4200"]
    environment = {
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "0",
        "SCHEMATHESIS_HOOKS": "tests.contract.schemathesis.hooks",
    }
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=output, stderr=output, text=True
    )
    return process, output


def _finished(run):
    """How many cases passed."""
    process, output = run
    try:
        code = process.wait(timeout=850)
    finally:
        process.kill()
        output.seek(0)
        said = output.read()
        output.close()
    assert code == 0, said[:20_000]
    for phase in ("Examples", "Coverage", "Fuzzing"):
        assert f"✅  {phase}" in said or f"✅ {phase}" in said, said[:5_000]
    found = re.search(r"(\d+) generated, \1 passed", said)
    assert found, said[-5_000:]
    return int(found.group(1))
