"""Time stamps: which are believed, against an authority made with OpenSSL, which agrees."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from gate.errors import Misconfigured, VerificationFailed
from gate.limits import STAMP_BYTES_MAX, TSA_CERTIFICATES_MAX
from gate.log.timestamp import TimeAuthority, stamp_question
from tests.tsa import STAMPING, Tsa, new_tsa, openssl_agrees, run

CONTENT = b"gate.example/log\n5\nroot\n\nsignature\n"
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Tsa:
    """An authority that does what it should."""
    return new_tsa(tmp_path_factory.mktemp("tsa") / "good")


def authority(tsa: Tsa) -> TimeAuthority:
    return TimeAuthority.parse(tsa.chain.read_bytes())


def openssl(tsa: Tsa, answer: bytes, content: bytes, folder: Path) -> bool:
    stamp, data = folder / "a.tsr", folder / "a.txt"
    stamp.write_bytes(answer)
    data.write_bytes(content)
    return openssl_agrees(stamp, data, tsa.chain)


def test_a_stamp_says_when_the_bytes_existed(tsa: Tsa, tmp_path: Path) -> None:
    """To the second, as the authority's clock has it; OpenSSL verifies the same file."""
    before = datetime.now(UTC).replace(microsecond=0)
    question = stamp_question(CONTENT)
    answer = tsa.answer(question.body)

    at = authority(tsa).check(answer, CONTENT, question.nonce)

    assert before <= at <= datetime.now(UTC)
    assert at.utcoffset() == timedelta(0)
    assert openssl(tsa, answer, CONTENT, tmp_path)


def test_the_question_has_the_digest_and_a_new_nonce(tmp_path: Path) -> None:
    """What is stamped is not sent; two questions are never one."""
    first, second = stamp_question(CONTENT), stamp_question(CONTENT)
    (tmp_path / "q").write_bytes(first.body)
    text = run("ts", "-query", "-in", tmp_path / "q", "-text").decode()

    assert first.nonce != second.nonce
    assert CONTENT not in first.body
    assert "sha512" in text
    assert "Certificate required: yes" in text


@pytest.mark.parametrize(
    "options",
    [
        {"purposes": (ExtendedKeyUsageOID.CODE_SIGNING,)},
        {"purposes": (*STAMPING, ExtendedKeyUsageOID.CODE_SIGNING)},
        {"valid": (-9 * DAY, -DAY)},
        {"valid": (DAY, 9 * DAY)},
    ],
    ids=["wrong purpose", "another purpose", "expired", "not valid yet"],
)
def test_a_certificate_that_may_not_stamp_is_refused(
    tsa: Tsa, tmp_path: Path, options: dict[str, Any]
) -> None:
    """Whatever it signed; OpenSSL refuses the same."""
    bad = new_tsa(tmp_path / "bad", **options)
    answer = bad.forge(CONTENT, tsa)

    with pytest.raises(VerificationFailed, match="leads to a pinned one"):
        authority(bad).check(answer, CONTENT)
    assert not openssl(bad, answer, CONTENT, tmp_path)


def test_a_stamp_may_be_signed_by_other_tools(tsa: Tsa, tmp_path: Path) -> None:
    """As those of the test before were, which are refused for their certificate alone."""
    other = new_tsa(tmp_path / "other")
    answer = other.forge(CONTENT, tsa)

    authority(other).check(answer, CONTENT)
    assert openssl(other, answer, CONTENT, tmp_path)


def test_another_authority_is_not_believed(tsa: Tsa, tmp_path: Path) -> None:
    """Whoever has a certificate of their own can stamp anything."""
    other = new_tsa(tmp_path / "other")

    with pytest.raises(VerificationFailed, match="leads to a pinned one"):
        authority(tsa).check(other.stamp(CONTENT), CONTENT)


def test_a_stamp_over_other_bytes_is_none(tsa: Tsa, tmp_path: Path) -> None:
    """One byte is enough."""
    answer = tsa.stamp(CONTENT)

    with pytest.raises(VerificationFailed, match="over other bytes"):
        authority(tsa).check(answer, CONTENT + b"\n")
    assert not openssl(tsa, answer, CONTENT + b"\n", tmp_path)


def test_an_answer_to_another_question_is_refused(tsa: Tsa) -> None:
    """A stamp that was kept back would state an older time."""
    old, new = stamp_question(CONTENT), stamp_question(CONTENT)

    with pytest.raises(VerificationFailed, match="another question"):
        authority(tsa).check(tsa.answer(old.body), CONTENT, new.nonce)


def test_a_refusal_is_no_stamp(tsa: Tsa) -> None:
    """OpenSSL refuses a digest that is not configured, and says so in a reply."""
    data = tsa.folder / "refused"
    data.write_bytes(CONTENT)
    refused = tsa.answer(run("ts", "-query", "-data", data, "-sha1"))

    with pytest.raises(VerificationFailed):
        authority(tsa).check(refused, CONTENT)


@pytest.mark.parametrize(
    "change",
    [
        lambda _: b"",
        lambda _: b"<html>busy</html>",
        lambda answer: answer[:-1],
        lambda answer: answer[: len(answer) // 2],
        lambda _: bytes(1000),
        lambda _: b"0" * (STAMP_BYTES_MAX + 1),
    ],
    ids=["empty", "page", "short", "half", "zeros", "long"],
)
def test_what_is_no_stamp_is_refused(tsa: Tsa, change: Callable[[bytes], bytes]) -> None:
    """Whatever it is instead."""
    answer = tsa.stamp(CONTENT)

    with pytest.raises(VerificationFailed):
        authority(tsa).check(change(answer), CONTENT)


def test_no_flipped_bit_leads_to_another_time(tsa: Tsa) -> None:
    """Either the stamp holds as it was, or it does not hold."""
    question = stamp_question(CONTENT)
    answer = tsa.answer(question.body)
    known = authority(tsa)
    at, held = known.check(answer, CONTENT, question.nonce), 0
    for place in range(len(answer)):
        changed = bytearray(answer)
        changed[place] ^= 1 << place % 8
        try:
            assert known.check(bytes(changed), CONTENT, question.nonce) == at
        except VerificationFailed:
            continue
        held += 1

    assert held < len(answer) / 2


@pytest.mark.parametrize("count", [0, TSA_CERTIFICATES_MAX + 1])
def test_a_chain_has_a_bounded_number_of_certificates(tsa: Tsa, count: int) -> None:
    """At least one: without any, every stamp would be refused anyway."""
    pem = tsa.chain.read_bytes()
    assert TimeAuthority.parse(pem * TSA_CERTIFICATES_MAX).pem == pem * TSA_CERTIFICATES_MAX

    with pytest.raises(Misconfigured, match="chain of a time-stamp authority"):
        TimeAuthority.parse(pem * count)
