"""A certificate authority for tests, which vouches for servers on 127.0.0.1 for two hours."""

import datetime as dt
import ipaddress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_HOUR = dt.timedelta(hours=1)


class Authority:
    """One authority; its certificate lies in `file`."""

    def __init__(self, folder: Path) -> None:
        """Make its key, and its files in `folder`."""
        folder.mkdir()
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("an authority for tests")
        self.file = folder / "authority-for-tests.pem"
        ca = x509.BasicConstraints(ca=True, path_length=0)
        self.file.write_bytes(_pem(self._signed(self._name, self._key, ca)))

    def server(self) -> tuple[Path, Path]:
        """A certificate for a server on 127.0.0.1, and its key: two files in PEM form."""
        key = ec.generate_private_key(ec.SECP256R1())
        address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        certificate = self._signed(
            _name("a server for tests"), key, x509.SubjectAlternativeName([address])
        )
        files = self._folder / "server-for-tests.pem", self._folder / "server-key-for-tests.pem"
        files[0].write_bytes(_pem(certificate))
        files[1].write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return files

    def _signed(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, extension: x509.ExtensionType
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _HOUR)
            .not_valid_after(now + _HOUR)
            .add_extension(extension, critical=True)
            .sign(self._key, hashes.SHA256())
        )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
