"""The engine in another process: real OPA servers, and what is sent to them."""

import datetime as dt
import ipaddress
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gate.canon import canonical_bytes
from gate.errors import EngineAnswerInvalid, EngineUnavailable, Misconfigured
from gate.policy.engine import Engine
from gate.policy.opa import OpaEngine
from gate.policy.opa_client import ServerNotTrusted
from gate.policy.release import Release, write_release
from gate.policy.wasm import WasmEngine
from tests.fake_opa import FakeOpa, fake_opa, http, sends
from tests.mini import denied_input, mini_input
from tests.opa_server import opa_server
from tests.releases import POLICIES, build, parts_of

PLENTY = 20.0


def ask(
    release: Release, url: str, *, token: str | None = None, ca_file: Path | None = None
) -> bytes:
    """Makes an engine, checks it, asks it once, closes it."""
    engine = OpaEngine(release, url, token=token, ca_file=ca_file)
    try:
        engine.check(seconds=PLENTY)
        return engine.evaluate(mini_input(), seconds=PLENTY)
    finally:
        engine.close()


def test_it_is_an_engine(mini_opa: OpaEngine) -> None:
    """It fits the port, by its type and by its name."""
    port: Engine = mini_opa

    assert port.name == "opa"
    port.check(seconds=PLENTY)


@pytest.mark.parametrize("policy_input", [mini_input(), denied_input()])
def test_it_answers_as_the_other_engine_does(
    policy_input: bytes, mini_opa: OpaEngine, mini_wasm: WasmEngine
) -> None:
    """One release, two engines, one verdict."""
    answers = [
        canonical_bytes(orjson.loads(engine.evaluate(policy_input, seconds=PLENTY)))
        for engine in (mini_opa, mini_wasm)
    ]

    assert answers[0] == answers[1]


def test_no_decision_is_an_invalid_answer(mini_opa: OpaEngine) -> None:
    """Undefined is neither allow nor deny."""
    with pytest.raises(EngineAnswerInvalid):
        mini_opa.evaluate(b"{}", seconds=PLENTY)


def test_a_server_without_policies_is_not_ready(mini_release: Release, tmp_path: Path) -> None:
    """F16: it is healthy, and it has nothing to decide with."""
    with opa_server(tmp_path, None) as url:
        engine = OpaEngine(mini_release, url)
        with pytest.raises(EngineUnavailable, match="no release"):
            engine.check(seconds=PLENTY)
        with pytest.raises(EngineAnswerInvalid):
            engine.evaluate(mini_input(), seconds=PLENTY)
        engine.close()


def test_a_server_with_another_release_is_not_ready(mini_server: str, tmp_path: Path) -> None:
    """F16: the version that it has is not the one that was asked for."""
    newer = write_release(tmp_path / "release", parts_of("mini", tmp_path / "build", version=2))

    with pytest.raises(EngineUnavailable, match="another release"):
        ask(newer, mini_server)


def test_a_server_that_names_another_revision_is_not_ready(
    mini_release: Release, mini_server: str
) -> None:
    """F16: the same data in a bundle with another revision is another bundle."""
    answer = {"result": mini_release.id, "provenance": {"bundles": {"b": {"revision": "other"}}}}
    with fake_opa(sends(http(orjson.dumps(answer)))) as fake:
        engine = OpaEngine(mini_release, fake.url)
        with pytest.raises(EngineUnavailable, match="another release"):
            engine.check(seconds=PLENTY)
        engine.close()


@pytest.mark.parametrize(
    "answer",
    [b"[]", b"{}", b"null", b'{"result":7}', b'{"result":null,"provenance":[]}', b"<html>"],
)
def test_a_check_that_is_answered_oddly_is_not_ready(answer: bytes, mini_release: Release) -> None:
    """Whatever a server says instead, it is no release."""
    with fake_opa(sends(http(answer))) as fake:
        engine = OpaEngine(mini_release, fake.url)
        with pytest.raises(EngineUnavailable):
            engine.check(seconds=PLENTY)
        engine.close()


def test_an_unhealthy_server_is_not_ready(mini_release: Release) -> None:
    """A server whose bundles are not active says so with a 500."""
    with fake_opa(sends(http(b"{}", status="500 Internal Server Error"))) as fake:
        engine = OpaEngine(mini_release, fake.url)
        with pytest.raises(EngineUnavailable):
            engine.check(seconds=PLENTY)
        engine.close()


def test_a_server_is_not_ready_while_its_bundles_are_not_active(mini_release: Release) -> None:
    """F16: it may already know the id, and still say that it is not healthy."""
    answer = orjson.dumps({"result": mini_release.id})
    seen: list[FakeOpa] = []

    def handle(connection: socket.socket) -> None:
        is_health = seen[0].last_request.startswith(b"GET /health?bundles=true ")
        connection.sendall(http(b"{}", status="500 Not Active") if is_health else http(answer))

    with fake_opa(handle) as fake:
        seen.append(fake)
        engine = OpaEngine(mini_release, fake.url)
        with pytest.raises(EngineUnavailable, match="healthy"):
            engine.check(seconds=PLENTY)
        engine.close()


@pytest.mark.parametrize("result", [b"{}", b"null", b"[]", b"true", b'"allow"', b"7"])
def test_what_is_no_object_never_leaves_the_engine(result: bytes, mini_release: Release) -> None:
    """The port itself refuses an empty, missing or other result."""
    with fake_opa(sends(http(b'{"result":' + result + b"}"))) as fake:
        engine = OpaEngine(mini_release, fake.url)
        with pytest.raises(EngineAnswerInvalid):
            engine.evaluate(mini_input(), seconds=PLENTY)
        engine.close()


def test_a_server_may_have_the_policies_as_files(mini_release: Release, tmp_path: Path) -> None:
    """Without a bundle there is no revision; the id that verdicts echo is enough."""
    data = tmp_path / "data.json"
    data.write_bytes(mini_release.data)
    with opa_server(tmp_path / "opa", None, str(POLICIES / "mini" / "gate"), str(data)) as url:
        assert orjson.loads(ask(mini_release, url))["outcome"] == "allow"


def test_a_server_may_restart_under_load(
    mini_release: Release, mini_wasm: WasmEngine, tmp_path: Path
) -> None:
    """F17: there are errors in the gap, and never a wrong verdict."""
    expected = canonical_bytes(orjson.loads(mini_wasm.evaluate(mini_input(), seconds=PLENTY)))
    engines: list[OpaEngine] = []
    gone = threading.Event()

    def load(engine: OpaEngine) -> list[bytes | None]:
        answers: list[bytes | None] = []
        while not gone.is_set():
            try:
                answers.append(engine.evaluate(mini_input(), seconds=PLENTY))
            except EngineUnavailable:
                answers.append(None)
                gone.wait(0.01)
        return answers

    with ThreadPoolExecutor(4) as threads:
        with opa_server(tmp_path / "opa", mini_release.bundle) as url:
            engine = OpaEngine(mini_release, url)
            engines.append(engine)
            workers = [threads.submit(load, engine) for _ in range(4)]
            for _ in range(50):
                engine.evaluate(mini_input(), seconds=PLENTY)
        port = int(url.rsplit(":", 1)[1])
        with opa_server(tmp_path / "opa", mini_release.bundle, port=port):
            for _ in range(50):
                engine.evaluate(mini_input(), seconds=PLENTY)
            gone.set()
            answers = [answer for worker in workers for answer in worker.result()]
        engine.close()

    assert None in answers
    assert {canonical_bytes(orjson.loads(a)) for a in answers if a is not None} == {expected}


def test_a_hostile_policy_is_cut_off_on_a_server_too(tmp_path: Path) -> None:
    """The server stops when the gate hangs up, and answers the next question."""
    release = build("hostile/spins", tmp_path / "build", rules=("M.1-1",))
    words = orjson.dumps({"words": [f"word {number}" for number in range(200)]})
    with opa_server(tmp_path / "opa", release.bundle) as url:
        engine = OpaEngine(release, url)
        with pytest.raises(EngineUnavailable):
            engine.evaluate(words, seconds=0.3)
        assert engine.evaluate(b'{"words":[]}', seconds=PLENTY) == b'{"same":true}'
        engine.close()


def test_the_input_is_sent_byte_for_byte(mini_release: Release) -> None:
    """The server reads exactly the bytes that the gate hashed, at the fixed path, in plain HTTP."""
    policy_input = b'{"b": 1,   "a": "\\u00e9"}'
    with fake_opa(sends(http(b'{"result":{"x":1}}'))) as fake:
        engine = OpaEngine(mini_release, fake.url, token="s3cret")
        engine.evaluate(policy_input, seconds=PLENTY)
        engine.close()

    head, _, body = fake.last_request.partition(b"\r\n\r\n")
    assert body == b'{"input":' + policy_input + b"}"
    assert head.startswith(b"POST /v1/data/gate/decision HTTP/1.1\r\n")
    assert b"Authorization: Bearer s3cret" in head
    assert b"Accept-Encoding: identity" in head


def test_proxies_of_the_environment_are_not_used(
    mini_release: Release, mini_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sets a variable cannot put himself between gate and server."""
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)

    assert ask(mini_release, mini_server)


def test_cookies_are_not_kept(mini_release: Release) -> None:
    """One answer cannot mark the next question."""
    answer = http(b'{"result":{"x":1}}', headers=("Set-Cookie: a=b; Path=/",))
    with fake_opa(sends(answer)) as fake:
        engine = OpaEngine(mini_release, fake.url)
        for _ in range(2):
            engine.evaluate(mini_input(), seconds=PLENTY)
        engine.close()

    assert b"ookie" not in fake.last_request


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1:8181",
        "ftp://127.0.0.1",
        "http://",
        "http://127.0.0.1:port",
        "http://127.0.0.1:99999",
        "http://127.0.0.1/v1",
        "http://127.0.0.1?a=b",
        "http://127.0.0.1#a",
        "http://user:secret@127.0.0.1",
        "http://opa.example:8181",
        "http://10.0.0.1:8181",
        "http://127.0.0.1.example:8181",
        "http://[::1",
    ],
)
def test_an_odd_url_is_refused(url: str, mini_release: Release) -> None:
    """A scheme, a host and a port; in the clear to this machine alone."""
    with pytest.raises(Misconfigured) as caught:
        OpaEngine(mini_release, url)
    assert "secret" not in caught.value.detail


@pytest.mark.parametrize(
    "url", ["http://localhost", "http://[::1]:8181", "http://127.1.2.3:1/", "https://opa.example"]
)
def test_a_plain_url_is_accepted(url: str, mini_release: Release) -> None:
    """The server need not be up when the engine is made."""
    OpaEngine(mini_release, url).close()


def test_a_closed_engine_answers_nothing(mini_release: Release, mini_server: str) -> None:
    """Closing twice is closing once; the thread is gone; there is no answer any more."""
    before = threading.active_count()
    engine = OpaEngine(mini_release, mini_server)
    engine.evaluate(mini_input(), seconds=PLENTY)
    engine.close()
    engine.close()

    assert threading.active_count() == before
    with pytest.raises(EngineUnavailable, match="closed"):
        engine.evaluate(mini_input(), seconds=PLENTY)


def test_closing_ends_questions_that_are_under_way(mini_release: Release) -> None:
    """Whoever still waits is told, and nobody waits for ever."""
    asked = threading.Event()

    def silent(connection: socket.socket) -> None:
        asked.set()
        connection.recv(1)

    with fake_opa(silent) as fake, ThreadPoolExecutor(1) as threads:
        engine = OpaEngine(mini_release, fake.url)
        waiting = threads.submit(engine.evaluate, mini_input(), seconds=PLENTY)
        assert asked.wait(PLENTY)
        engine.close()

        assert isinstance(waiting.exception(), EngineUnavailable)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that signs itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a server for tests")])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    (folder / "server.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder / "server.pem", folder / "key.pem"


@pytest.fixture(scope="module")
def tls_server(
    mini_release: Release, certificate: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A real OPA server that speaks TLS."""
    options = [
        "--tls-cert-file",
        str(certificate[0]),
        "--tls-private-key-file",
        str(certificate[1]),
    ]
    folder = tmp_path_factory.mktemp("opa-tls")
    with opa_server(folder, mini_release.bundle, *options, ca_file=certificate[0]) as url:
        yield url


def test_a_server_is_trusted_by_its_certificate(
    tls_server: str, mini_release: Release, certificate: tuple[Path, Path]
) -> None:
    """With the certificate that the operator named, it answers."""
    assert orjson.loads(ask(mini_release, tls_server, ca_file=certificate[0]))["outcome"] == "allow"


def test_a_server_with_an_unknown_certificate_is_not_asked(
    tls_server: str, mini_release: Release
) -> None:
    """The system does not know who signed it."""
    with pytest.raises(ServerNotTrusted):
        ask(mini_release, tls_server)


def test_a_server_under_another_name_is_not_asked(
    tls_server: str, mini_release: Release, certificate: tuple[Path, Path]
) -> None:
    """The certificate is for another host."""
    with pytest.raises(ServerNotTrusted):
        ask(mini_release, tls_server.replace("127.0.0.1", "localhost"), ca_file=certificate[0])


def test_certificates_that_cannot_be_read_are_named(mini_release: Release, tmp_path: Path) -> None:
    """A missing or odd file stops the start."""
    (tmp_path / "odd.pem").write_text("not a certificate")
    for name in ("missing.pem", "odd.pem"):
        with pytest.raises(Misconfigured, match="certificates"):
            OpaEngine(mini_release, "https://127.0.0.1", ca_file=tmp_path / name)
