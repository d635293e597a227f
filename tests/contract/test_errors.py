"""Every row of the error table, over HTTP: its status, its code, its shape, and no outcome."""

import errno
import gzip
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from gate.api.app import running
from gate.api.pool import DecisionPool
from gate.api.problems import MEDIA_TYPE, ProblemDocument
from gate.decide import Gate
from gate.limits import BODY_BYTES_MAX
from tests.contract.poison import POISON
from tests.contract.service_faults import (
    ENGINE_ERRORS,
    LOG_ERRORS,
    FailingEngine,
    FailingLog,
    WaitingEngine,
)
from tests.service import JSON, bearer, body, client_of, settings_in, token_in

ASKING = ("/v1/decisions", "/v1/dry-runs")


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("errors") / "var"


@pytest.fixture(scope="module")
def services(var) -> Iterator:
    token_in(var, "shared")
    with running(settings_in(var)) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(services, var):
    with client_of(services, token_in(var)) as opened:
        yield opened


def with_parts(services, var, *, engine=None, log=None, **changes):
    """A client for the same service with another engine or log."""
    policy = replace(services.policy, engine=engine) if engine else services.policy
    gate = Gate(policy, log=log or services.log, evidence=services.evidence)
    return client_of(replace(services, gate=gate, policy=policy, **changes), token_in(var))


def assert_problem(answer, status, code):
    """The whole shape, whatever went wrong."""
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    document = ProblemDocument.model_validate_json(answer.content)
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert document.status == status
    assert document.request_id == answer.headers["x-request-id"]
    assert not {"outcome", "would_be", "decision_id"} & set(answer.json())
    if status in {429, 503}:
        assert int(answer.headers["retry-after"]) >= 0


@pytest.mark.parametrize("path", ASKING)
@pytest.mark.parametrize("row", POISON, ids=lambda row: row.name)
def test_poison_is_refused(client, row, path):
    """400 or 422, every place named, for decisions and for dry runs."""
    answer = client.post(path, content=row.body, headers=JSON)

    assert_problem(answer, row.error.status, row.error.code)
    found = [(item["pointer"], item["code"]) for item in answer.json().get("errors", [])]
    assert found == list(row.problems)


def test_nothing_of_all_that_was_logged(services, client):
    """A refused body leaves no entry."""
    before = services.log.seen().size
    client.post("/v1/decisions", content=POISON[0].body, headers=JSON)

    assert services.log.seen().size == before


def test_401_unauthenticated(client):
    """No token."""
    headers = {"Authorization": "Bearer gate_unknown", **JSON}

    assert_problem(client.post(ASKING[0], content=body(), headers=headers), 401, "unauthenticated")


def test_403_forbidden(client, var):
    """A token that may something else."""
    headers = {**bearer(token_in(var, "auditor", ("audit",))), **JSON}

    assert_problem(client.post(ASKING[0], content=body(), headers=headers), 403, "forbidden")


def test_404_not_found(client):
    """No such path, and no such decision."""
    missing = "/v1/decisions/01a20d9e-5718-7dee-b83b-02004a8c443a"

    assert_problem(client.get("/v2/decisions"), 404, "not_found")
    assert_problem(client.get(missing), 404, "not_found")


def test_405_method_not_allowed(client):
    """With every method of the path."""
    answer = client.delete("/v1/decisions")

    assert_problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, HEAD, POST"


def test_406_not_acceptable(client):
    """Nothing is decided for a caller who cannot read the answer."""
    answer = client.post(ASKING[0], content=body(), headers={**JSON, "Accept": "text/html"})

    assert_problem(answer, 406, "not_acceptable")


@pytest.mark.parametrize(
    "media_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x"],
)
def test_415_wrong_media_type(client, media_type):
    """Even where the bytes would be JSON."""
    answer = client.post(ASKING[0], content=body(), headers={"Content-Type": media_type})

    assert_problem(answer, 415, "unsupported_media_type")


def test_415_compressed(client):
    """However small it is."""
    headers = {**JSON, "Content-Encoding": "gzip"}
    answer = client.post(ASKING[0], content=gzip.compress(body()), headers=headers)

    assert_problem(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize("path", ASKING)
def test_413_too_large(client, path):
    """One byte past the bound, white space included; at the bound it is read."""
    content = body()
    fits = content + b" " * (BODY_BYTES_MAX - len(content))

    assert client.post(path, content=fits, headers=JSON).status_code in {200, 201}
    assert_problem(client.post(path, content=fits + b" ", headers=JSON), 413, "too_large")
    chunks = iter([fits, b" "])
    assert_problem(client.post(path, content=chunks, headers=JSON), 413, "too_large")


def test_413_an_entry_that_is_too_large(client):
    """Hundreds of artefacts with long names do not fit into one entry; nothing is answered."""
    document = json.loads(body())
    model = document["request"]["models"][0]
    document["request"]["models"] = [{**model, "id": str(i), "name": "m" * 900} for i in range(400)]
    answer = client.post(ASKING[0], content=json.dumps(document), headers=JSON)

    assert_problem(answer, 413, "too_large")


def test_422_document_invalid(client):
    """Naming the attachment and the place in it."""
    document = json.loads(body())
    document["attachments"] = [
        {"id": "card", "format": "hf_card", "content": "---\nlicense: [mit\n---\n# A model\n"},
        {"id": "other", "format": "unheard_of", "content": "x"},
    ]
    answer = client.post(ASKING[0], content=json.dumps(document), headers=JSON)

    assert_problem(answer, 422, "document_invalid")
    assert [item["pointer"] for item in answer.json()["errors"]] == [
        "/attachments/0",
        "/attachments/1",
    ]


def test_422_key_reused(client):
    """The same key for another body."""
    headers = {**JSON, "Idempotency-Key": "reused"}
    client.post(ASKING[0], content=body(), headers=headers)
    answer = client.post(ASKING[0], content=body(environment="staging"), headers=headers)

    assert_problem(answer, 422, "key_reused")


def test_409_in_progress(services, var):
    """While the first is being decided; afterwards the answer is there."""
    engine = WaitingEngine(services.policy.engine)
    headers = {**JSON, "Idempotency-Key": "slow"}
    with with_parts(services, var, engine=engine) as client, ThreadPoolExecutor(1) as thread:
        first = thread.submit(client.post, ASKING[0], content=body(), headers=headers)
        assert engine.asked.acquire(timeout=20)
        second = client.post(ASKING[0], content=body(), headers=headers)
        engine.go.set()

        assert_problem(second, 409, "in_progress")
        assert first.result(20).status_code == 201
        assert client.post(ASKING[0], content=body(), headers=headers).status_code == 200


def test_429_overloaded(services, var):
    """More than may wait: told at once to come again, and later served."""
    engine = WaitingEngine(services.policy.engine)
    pool = DecisionPool(1, waiting_max=1)
    with (
        with_parts(services, var, engine=engine, pool=pool) as client,
        ThreadPoolExecutor(2) as threads,
    ):
        running_now = threads.submit(client.post, ASKING[0], content=body(), headers=JSON)
        assert engine.asked.acquire(timeout=20)
        waiting = threads.submit(client.post, ASKING[0], content=body(), headers=JSON)
        while pool._places._value:
            assert not waiting.done()
            time.sleep(0.01)
        refused = client.post(ASKING[0], content=body(), headers=JSON)
        engine.go.set()

        assert_problem(refused, 429, "overloaded")
        assert running_now.result(20).status_code == 201
        assert waiting.result(20).status_code == 201
    pool.close()


@pytest.mark.parametrize("path", ASKING)
@pytest.mark.parametrize(("failure", "status", "code"), ENGINE_ERRORS)
def test_502_and_503_of_the_engine(services, var, path, failure, status, code):
    """No answer, or none that is a verdict: no outcome, no entry, counted."""
    before = services.log.seen().size
    with with_parts(services, var, engine=FailingEngine(failure)) as client:
        answer = client.post(path, content=body(), headers=JSON)
        metrics = client.get("/metrics").text

    assert_problem(answer, status, code)
    assert services.log.seen().size == before
    assert f'gate_engine_errors_total{{code="{code}"}} 0.0' not in metrics


@pytest.mark.parametrize(("failure", "status", "code"), LOG_ERRORS)
def test_503_of_the_log(services, var, failure, status, code):
    """What cannot be logged is not answered, whatever the policies say."""
    with with_parts(services, var, log=FailingLog(services.log, failure)) as client:
        answer = client.post(ASKING[0], content=body(), headers=JSON)

    assert_problem(answer, status, code)
    assert b"allow" not in answer.content


@pytest.mark.parametrize(
    "failure",
    [
        MemoryError("s3cret"),
        OSError(errno.EMFILE, "s3cret"),
        OSError(errno.ENFILE, "s3cret"),
        OSError(errno.ENOMEM, "s3cret"),
        RuntimeError("can't start new thread"),
    ],
)
def test_503_unavailable(services, var, failure):
    """A machine that has nothing left: nobody's mistake, and no decision."""
    with with_parts(services, var, engine=FailingEngine(failure)) as client:
        answer = client.post(ASKING[0], content=body(), headers=JSON)

    assert_problem(answer, 503, "unavailable")
    assert answer.headers["retry-after"] == "1"
    assert "s3cret" not in answer.text


@pytest.mark.parametrize("failure", [OSError(errno.EIO, "x"), RuntimeError("x"), ValueError("x")])
def test_500_for_what_only_looks_like_it(services, var, failure):
    """Other errors of these kinds stay mistakes of ours."""
    with with_parts(services, var, engine=FailingEngine(failure)) as client:
        answer = client.post(ASKING[0], content=body(), headers=JSON)

    assert_problem(answer, 500, "internal")


def test_500_internal(services, var):
    """A mistake of ours is no decision either, and tells nothing."""
    with with_parts(services, var, engine=FailingEngine(ZeroDivisionError("s3cret"))) as client:
        answer = client.post(ASKING[0], content=body(), headers=JSON)

    assert_problem(answer, 500, "internal")
    assert "s3cret" not in answer.text


def test_a_failure_gives_the_key_back(services, var):
    """Once the engine is up again, the same request with the same key is decided."""
    headers = {**JSON, "Idempotency-Key": "after-failure"}
    failing = FailingEngine(ENGINE_ERRORS[0][0])
    with with_parts(services, var, engine=failing) as client:
        assert client.post(ASKING[0], content=body(), headers=headers).status_code == 503
    with with_parts(services, var) as client:
        assert client.post(ASKING[0], content=body(), headers=headers).status_code == 201
