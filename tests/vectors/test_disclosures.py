"""Disclosures and digests as RFC 9901 (SD-JWT) prints them, read by the gate and by the verifier."""

import base64
import json

import pytest

from gate.errors import VerificationFailed
from gate.model.disclosure import Disclosure, encoded
from gate_verify.disclosed import digest_of, read_disclosures

# Section 4.2.1 (first), 4.2.2 (second) and 5.1 (the others): salt, name, value, digest.
PRINTED = [
    ("_26bc4LT-ac6q2KI6cBW5es", "family_name", "Möbius", "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"),
    ("lklxF5jMYlGTPUovMNIvCA", None, "FR", "w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs"),
    ("2GLC42sKQveCfGfryNRN9w", "given_name", "John", "jsu9yVulwQQlhFlM_3JlzMaSFzglhQG0DpfayQwLUK4"),
    ("eluV5Og3gSNII8EYnsxA_A", "family_name", "Doe", "TGf4oLbgwd5JQaHyKVQZU9UdGE0w5rtDsrZzfUaomLo"),
    (
        "6Ij7tM-a5iVPGboS5tmvVA",
        "email",
        "johndoe@example.com",
        "JzYjH4svliH0R3PyEMfeZu6Jt69u5qehZo7F7EPYlSE",
    ),
    (
        "AJx-095VPrpTtN4QMOqROA",
        "address",
        {
            "street_address": "123 Main St",
            "locality": "Anytown",
            "region": "Anystate",
            "country": "US",
        },
        "XzFrzwscM6Gn6CJDc6vVK8BkMnfG8vOSKfpPIZdAfdE",
    ),
    ("Pc33JM2LchcU_lHggv_ufQ", "birthdate", "1940-01-01", "gbOsI4Edq2x2Kw-w5wPEzakob9hV1cRD0ATN3oQL9JM"),
    ("G02NSrQfjFXQ7Io09syajA", "updated_at", 1570000000, "CrQe7S5kqBAHt-nMYXgc6bdt2SH5aTY1sU_M-PgkjPI"),
    ("lklxF5jMYlGTPUovMNIvCA", None, "US", "pFndjkZ_VCzmyTa6UjlZo3dh-ko8aIKQc9DlGzhaVYo"),
    ("nPuoQnkRFq3BIeAm7AnXFA", None, "DE", "7Cf6JkPudry3lcbwHgeZ8khAv1U1OSlerP0VkBJrWZ0"),
]  # fmt: skip


def _text(salt: str, name: str | None, value: object) -> str:
    """The disclosure with white space where the RFC has it, and characters as they are."""
    parts = [salt, value] if name is None else [salt, name, value]
    return encoded(json.dumps(parts, ensure_ascii=False).encode())


@pytest.mark.parametrize(("salt", "name", "value", "digest"), PRINTED)
def test_the_digests_are_those_of_the_rfc(
    salt: str, name: str | None, value: object, digest: str
) -> None:
    """Over the bytes of the disclosure as they are: nothing is written again."""
    text = _text(salt, name, value)
    read = Disclosure.read(text)

    assert (read.name, read.value, read.digest) == (name, value, digest)
    assert digest_of(text) == digest
    assert read_disclosures(f"{text}\n".encode()).named == {digest: name is not None}


def test_the_first_is_written_as_the_rfc_writes_it() -> None:
    """Section 4.2.1, to the character."""
    text = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"

    assert _text(*PRINTED[0][:3]) == text


def test_a_new_disclosure_has_a_salt_of_128_bits_of_its_own() -> None:
    """So two equal values have different digests, and none can be guessed."""
    one, other = Disclosure.of("id", "anna"), Disclosure.of("id", "anna")
    salt, name, value = json.loads(base64.urlsafe_b64decode(one.text + "=="))

    assert len(base64.urlsafe_b64decode(salt + "==")) == 16
    assert (name, value) == ("id", "anna")
    assert one.digest != other.digest
    assert Disclosure.read(one.text) == one


@pytest.mark.parametrize(
    "text",
    ["", "!", "e30", "WzFd", "WzEsMl0", "WyJzIiwxLDJd", encoded(b'["s","_sd",1]'), encoded(b'["s","...",1]')],
)  # fmt: skip
def test_what_is_no_disclosure_is_refused(text: str) -> None:
    """Not base64url of a list, no salt, a name that is none, or one of the two reserved names."""
    with pytest.raises(VerificationFailed):
        Disclosure.read(text)
