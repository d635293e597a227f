"""A time-stamp authority for tests: OpenSSL behind an HTTP server of this machine."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

OPENSSL = "openssl"
STAMPING = (ExtendedKeyUsageOID.TIME_STAMPING,)
VALID = (timedelta(days=-2), timedelta(days=365))
"""When a certificate is valid, from now on."""

_CONFIGURATION = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
default_policy = 1.2.3.4
signer_digest = sha256
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def run(*arguments: object, stdin: bytes = b"") -> bytes:
    """What a command of OpenSSL prints; it has to succeed."""
    command = [OPENSSL, *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, check=True).stdout


@dataclass(frozen=True)
class Tsa:
    """An authority whose keys and certificates lie in a folder."""

    folder: Path

    @property
    def chain(self) -> Path:
        """What is pinned: the certificate of its root."""
        return self.folder / "root.pem"

    def answer(self, query: bytes) -> bytes:
        """The reply of OpenSSL to a request."""
        file = self.folder / f"{threading.get_ident()}.tsq"
        file.write_bytes(query)
        return run("ts", "-reply", "-config", self.folder / "tsa.cnf", "-queryfile", file)

    def stamp(self, content: bytes) -> bytes:
        """A stamp over some bytes, asked for by OpenSSL too."""
        data = self.folder / "data"
        data.write_bytes(content)
        return self.answer(run("ts", "-query", "-data", data, "-sha512", "-cert"))

    def forge(self, content: bytes, told: "Tsa") -> bytes:
        """What `told` states about the bytes, signed by this one although it may not."""
        granted, token, stated = (self.folder / name for name in ("tsr", "token", "tst"))
        granted.write_bytes(told.stamp(content))
        run("ts", "-reply", "-in", granted, "-token_out", "-out", token)
        run("cms", "-verify", "-noverify", "-inform", "DER", "-in", token, "-out", stated)
        key = ("-signer", self.folder / "tsa.pem", "-inkey", self.folder / "tsa.key")
        kind = ("-econtent_type", "1.2.840.113549.1.9.16.1.4", "-cades")
        form = ("-binary", "-nodetach", "-nosmimecap", "-outform", "DER")
        signed = run("cms", "-sign", "-in", stated, *key, *kind, *form)
        body = b"\x30\x03\x02\x01\x00" + signed
        return b"\x30\x82" + len(body).to_bytes(2, "big") + body


def new_tsa(
    folder: Path,
    *,
    purposes: tuple[x509.ObjectIdentifier, ...] = STAMPING,
    valid: tuple[timedelta, timedelta] = VALID,
) -> Tsa:
    """An authority with a root of its own, its certificate for `purposes` and `valid` so long."""
    folder.mkdir(parents=True)
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate("root", root_key, "root", root_key, None, VALID)
    own = _certificate("authority", key, "root", root_key, purposes, valid)
    for name, content in (("root.pem", root), ("tsa.pem", own)):
        (folder / name).write_bytes(content.public_bytes(Encoding.PEM))
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "tsa.key").write_bytes(pem)
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(_CONFIGURATION.format(folder=folder))
    return Tsa(folder)


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    purposes: tuple[x509.ObjectIdentifier, ...] | None,
    valid: tuple[timedelta, timedelta],
) -> x509.Certificate:
    """A certificate; without `purposes` one that may sign others."""
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + valid[0])
        .not_valid_after(now + valid[1])
        .add_extension(x509.BasicConstraints(ca=purposes is None, path_length=None), critical=True)
    )
    if purposes is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=True)
    return builder.sign(issuer_key, SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"test {name}")])


@contextmanager
def served(answer: Callable[[bytes], bytes], *, status: int = 200) -> Iterator[str]:
    """The address of a server that answers each request so."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            content = answer(asked)
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsr"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def openssl_agrees(stamp: Path, content: Path, chain: Path) -> bool:
    """Whether `openssl ts -verify` is content with a stamp."""
    arguments = ["ts", "-verify", "-data", content, "-in", stamp, "-CAfile", chain]
    command = [OPENSSL, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
