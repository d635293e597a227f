"""The signatures beside a release: what they are over, and whose they are."""

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest

from gate.dsse import EnvelopeSigner
from gate.errors import Misconfigured
from gate.limits import ENVELOPE_SIGNATURES_MAX, RELEASE_SIGNATURES_BYTES_MAX
from gate.people.organisation import Organisation
from gate.policy.release import Release, shipped_release
from gate.policy.signatures import (
    read_signatures,
    signatures_beside,
    signed_by,
    with_signature,
)
from gate.public_keys import Private
from tests.releasing import NOW, releasing
from tests.signing import (
    ANNA,
    ANNA_ID,
    BEN,
    BEN_ID,
    STRANGER,
    ec_key_for_tests_only,
    key_for_tests_only,
    organisation,
    person,
    registered,
)

PEOPLE = organisation(*releasing())


@pytest.fixture(scope="module")
def release() -> Release:
    return shipped_release()


def signed(release: Release, *keys: Private) -> bytes:
    envelope = None
    for key in keys:
        envelope = with_signature(release, envelope, EnvelopeSigner.of(key))
    assert envelope is not None
    return envelope


def people(release: Release, envelope: bytes, known: Organisation = PEOPLE) -> tuple[str, ...]:
    return signed_by(release, envelope, lambda key: known.release_key(key, NOW))


def other(release: Release) -> Release:
    """A release whose id is the same, and whose content is not."""
    return replace(release, digest="sha256:" + "0" * 64)


def changed(envelope: bytes, **fields: object) -> bytes:
    return json.dumps({**json.loads(envelope), **fields}).encode()


def test_several_people_sign_the_same_release_one_after_the_other(release: Release) -> None:
    """Whoever came first stays, and the order of signing does not matter."""
    assert people(release, signed(release, ANNA)) == (ANNA_ID,)
    assert people(release, signed(release, BEN, ANNA)) == (ANNA_ID, BEN_ID)
    assert people(release, signed(release, ANNA, BEN)) == (ANNA_ID, BEN_ID)


def test_signing_again_changes_nothing(release: Release) -> None:
    """One key signs once, and one person counts once, with however many keys."""
    assert signed(release, ANNA, ANNA) == signed(release, ANNA)

    second = ec_key_for_tests_only(7)
    keys = [registered(key, uses=["release"]) for key in (ANNA, second)]
    known = organisation(person(ANNA_ID, *keys))

    assert people(release, signed(release, ANNA, second), known) == (ANNA_ID,)
    assert people(release, signed(release, second), known) == (ANNA_ID,)


def test_a_stranger_counts_for_nobody(release: Release) -> None:
    """Neither alone nor under the id of another's key."""
    assert people(release, signed(release, STRANGER)) == ()
    assert people(release, signed(release, STRANGER, BEN)) == (BEN_ID,)

    borrowed = EnvelopeSigner(EnvelopeSigner.of(ANNA).keyid, STRANGER)
    assert people(release, with_signature(release, None, borrowed)) == ()


def test_every_bit_of_a_signature_matters(release: Release) -> None:
    """Flipped one by one."""
    envelope = json.loads(signed(release, ANNA))
    value = base64.b64decode(envelope["signatures"][0]["sig"])
    for bit in range(len(value) * 8):
        flipped = (int.from_bytes(value) ^ 1 << bit).to_bytes(len(value))
        envelope["signatures"][0]["sig"] = base64.b64encode(flipped).decode()

        assert people(release, json.dumps(envelope).encode()) == ()


def test_signatures_of_another_release_are_refused(release: Release) -> None:
    """And nobody can add a signature to them by mistake."""
    envelope = signed(other(release), ANNA)

    with pytest.raises(Misconfigured, match="not over the release"):
        people(release, envelope)
    with pytest.raises(Misconfigured, match="not over the release"):
        with_signature(release, envelope, EnvelopeSigner.of(BEN))


def test_a_signature_over_something_else_is_none(release: Release) -> None:
    """The statement of another release with this one's words around it, or another type."""
    true, false = signed(release, ANNA), json.loads(signed(other(release), ANNA))

    assert people(release, changed(true, signatures=false["signatures"])) == ()
    with pytest.raises(Misconfigured, match="not over the release"):
        people(release, changed(true, payloadType="application/json"))
    with pytest.raises(Misconfigured, match="not over the release"):
        people(release, changed(true, payload=""))


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"\xff", b'{"payload":1}', b"[" * 100_000]
)
def test_what_is_no_envelope_is_refused(release: Release, content: bytes) -> None:
    """With what to do about it."""
    with pytest.raises(Misconfigured, match="no DSSE envelope; make them with gate policy sign"):
        people(release, content)


def test_a_release_has_so_many_signatures_at_the_most(release: Release) -> None:
    """At the bound another key is refused, and one that is there may sign again."""
    keys = [key_for_tests_only(f"signer {number}") for number in range(ENVELOPE_SIGNATURES_MAX)]
    full = signed(release, *keys)

    assert len(full) < RELEASE_SIGNATURES_BYTES_MAX
    assert len(json.loads(with_signature(release, full, EnvelopeSigner.of(keys[0])))) == 3
    with pytest.raises(Misconfigured, match=str(ENVELOPE_SIGNATURES_MAX)):
        with_signature(release, full, EnvelopeSigner.of(ANNA))


def test_they_lie_beside_the_release(tmp_path: Path) -> None:
    """Of a folder and of a file, and none are none."""
    assert signatures_beside(tmp_path / "release.tar").name == "release.tar.dsse"
    assert signatures_beside(tmp_path / "release").name == "release.dsse"
    assert read_signatures(tmp_path / "release") is None

    (tmp_path / "release.dsse").write_bytes(b"x" * RELEASE_SIGNATURES_BYTES_MAX)
    assert read_signatures(tmp_path / "release") == b"x" * RELEASE_SIGNATURES_BYTES_MAX


def test_a_file_that_cannot_be_signatures_is_refused(tmp_path: Path) -> None:
    """One byte too long, or no file."""
    (tmp_path / "release.dsse").write_bytes(b"x" * (RELEASE_SIGNATURES_BYTES_MAX + 1))
    (tmp_path / "folder.dsse").mkdir()

    with pytest.raises(Misconfigured, match=str(RELEASE_SIGNATURES_BYTES_MAX)):
        read_signatures(tmp_path / "release")
    with pytest.raises(Misconfigured, match="cannot be read"):
        read_signatures(tmp_path / "folder")
