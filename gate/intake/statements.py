"""Signed statements about artefacts, as files: DSSE envelopes and Sigstore bundles.

A file is read here and believed nowhere: what it says counts by the registered key that signed it,
which `Statements` finds. A statement without a signature is refused, because it proves nothing.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from gate.canon import JsonObject, JsonValue
from gate.dsse import Envelope, is_signed
from gate.errors import Malformed, VerificationFailed
from gate.intake.sources import RegisteredKey, RegisteredKeys
from gate.intake.strict_json import parse
from gate.limits import STATEMENTS_MAX
from gate.model.entry import STATEMENT_TYPE

_IN_TOTO: Final = re.compile(r"application/vnd\.in-toto(\.[^+]+)?\+json")
_BUNDLE: Final = "application/vnd.dev.sigstore.bundle"


class NoStatement(ValueError):
    """A file is not what its format says. The text says what was expected, and repeats nothing."""


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """An in-toto statement in its envelope, as it was read: nothing of it is verified.

    `hint` names the key where the envelope itself does not, as bundles do.
    """

    envelope: Envelope
    body: JsonObject
    hint: str | None = None

    @property
    def predicate_type(self) -> JsonValue:
        """What kind of statement it is."""
        return self.body.get("predicateType")

    @property
    def predicate(self) -> JsonObject:
        """What it says about its subjects; empty where that is no object."""
        stated = self.body.get("predicate")
        return stated if isinstance(stated, Mapping) else {}

    @property
    def subjects(self) -> Sequence[JsonObject]:
        """What it is about."""
        stated = self.body.get("subject")
        listed = stated if isinstance(stated, list) else []
        return [subject for subject in listed if isinstance(subject, Mapping)]

    def verified(
        self, keys: RegisteredKeys, *, use: str, system_id: str, at: datetime
    ) -> bool | None:
        """Whether a key registered for `use` signed it.

        True: one that counts at `at` did. False: a registered key is named and did not sign, or is
        not registered for this. None: nobody knows the signer, or the key no longer counts, and
        the statement does not prove when it was signed.
        """
        verdicts = set()
        for name, signature in self.envelope.signatures:
            named = keys.named(name) or (keys.named(self.hint) if self.hint else None)
            candidates = keys.for_statements() if named is None else (named,)
            signer = _signer(self.envelope.message, signature, candidates)
            if signer is None:
                verdicts.add(None if named is None else False)
            elif not signer.may(use, system_id):
                verdicts.add(False)
            else:
                verdicts.add(True if signer.valid_at(at) else None)
        return True if True in verdicts else False if False in verdicts else None


def read_dsse(content: bytes) -> tuple[SignedStatement, ...]:
    """The statement in one DSSE envelope.

    Raises:
        NoStatement: not an envelope around an in-toto statement.
    """
    return (_signed(_object(content)),)


def read_in_toto(content: bytes) -> tuple[SignedStatement, ...]:
    """The statements of an in-toto bundle: one DSSE envelope a line, or a single envelope.

    Raises:
        NoStatement: none, more than `STATEMENTS_MAX`, or a line is no such envelope.
    """
    lines = [line for line in content.split(b"\n") if line.strip()]
    try:
        return read_dsse(content)
    except NoStatement:
        if len(lines) < 2:
            raise
    if len(lines) > STATEMENTS_MAX:
        raise NoStatement(f"expected at most {STATEMENTS_MAX} envelopes in one file")
    return tuple(statement for line in lines for statement in read_dsse(line))


def read_model_signing(content: bytes) -> tuple[SignedStatement, ...]:
    """The statement in a Sigstore bundle, the file that OpenSSF model signing writes.

    Raises:
        NoStatement: not a bundle around an in-toto statement.
    """
    bundle = _object(content)
    media_type = bundle.get("mediaType")
    if not isinstance(media_type, str) or not media_type.startswith(_BUNDLE):
        raise NoStatement("expected a Sigstore bundle, with its mediaType")
    material = bundle.get("verificationMaterial")
    public_key = material.get("publicKey") if isinstance(material, Mapping) else None
    hint = public_key.get("hint") if isinstance(public_key, Mapping) else None
    return (_signed(bundle.get("dsseEnvelope"), hint if isinstance(hint, str) else None),)


FORMATS: Final[Mapping[str, Callable[[bytes], tuple[SignedStatement, ...]]]] = {
    "dsse": read_dsse,
    "in_toto": read_in_toto,
    "model_signing": read_model_signing,
}
"""The formats in which statements are attached, and their readers."""


class _Sent(Protocol):
    @property
    def content(self) -> bytes: ...


class _Imported(Protocol):
    @property
    def format(self) -> str: ...


def attached_statements(
    documents: Iterable[_Sent], records: Iterable[_Imported]
) -> tuple[SignedStatement, ...]:
    """The statements among attached documents, which were imported as what `records` say."""
    return tuple(
        statement
        for document, record in zip(documents, records, strict=True)
        if record.format in FORMATS
        for statement in FORMATS[record.format](document.content)
    )


def read_inline(text: str) -> tuple[SignedStatement, ...]:
    """The statement of a signature that stands in a request, an envelope or a bundle.

    Raises:
        NoStatement: neither.
    """
    content = text.encode("utf-8", "surrogatepass")
    return read_model_signing(content) if b"dsseEnvelope" in content else read_dsse(content)


def _object(content: bytes) -> JsonObject:
    try:
        document = parse(content)
    except Malformed as error:
        raise NoStatement(f"expected JSON. {error.detail}") from None
    if not isinstance(document, dict):
        raise NoStatement("expected a JSON object")
    return document


def _signed(document: JsonValue, hint: str | None = None) -> SignedStatement:
    try:
        envelope = Envelope.of(document)
    except VerificationFailed:
        raise NoStatement(
            "expected a DSSE envelope with payload, payloadType and signatures"
        ) from None
    if not _IN_TOTO.fullmatch(envelope.payload_type):
        raise NoStatement("expected an envelope of the payload type application/vnd.in-toto+json")
    if not envelope.signatures:
        raise NoStatement("expected a signed statement; one that nobody signed proves nothing")
    body = _object(envelope.payload)
    if body.get("_type") != STATEMENT_TYPE or not isinstance(body.get("subject"), list):
        raise NoStatement("expected an in-toto statement of version 1, with its subject")
    return SignedStatement(envelope, body, hint)


def _signer(
    message: bytes, signature: bytes, candidates: Sequence[RegisteredKey]
) -> RegisteredKey | None:
    return next((key for key in candidates if is_signed(message, signature, key)), None)
