"""Asking one witness: what it may answer, and what is made of it."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gate.errors import Misconfigured
from gate.limits import WITNESS_ANSWER_BYTES_MAX
from gate.log.note import Note, Signature
from gate.log.trust_policy import TrustedWitness
from gate.witness.asking import FolderWay, HttpWay, Unreachable, way_to
from gate.witness.folder import Algorithm, create_witness
from gate.witness.member import ALARMS, Head, LogSide, Member, State
from gate.witness.request import AddCheckpoint
from gate.witness.rules import SIZE, Reply
from tests.unit.witness.hostile import drips, floods, raw, says, server, silent
from tests.unit.witness.test_rules import SIZES, note, proof
from tests.witnesses import LOG, TIME_S
from tests.witnesses import witness as signer_of

SIGNER = signer_of(1)
KNOWN = TrustedWitness("w1", SIGNER.cosigner, "http://w.example/")
LOG_SIDE = LogSide(proof, lambda: SIZES)


def head(size: int) -> Head:
    return Head(size, Note.parse(note(size)))


class Scripted:
    """A way whose witness gives these answers, one after the other."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.asked: list[AddCheckpoint] = []

    async def add_checkpoint(self, body: bytes) -> Reply:
        self.asked.append(AddCheckpoint.parse(body))
        return self.replies.pop(0)

    async def close(self) -> None:
        """Nothing to give back."""


def line(size: int, *, number: int = 1, time_s: int = TIME_S) -> str:
    return signer_of(number).sign(Note.parse(note(size)).text, time_s).line


def ask(member: Member, *sizes: int) -> list[Signature | None]:
    async def run() -> list[Signature | None]:
        return [await member.ask(head(size), LOG_SIDE) for size in sizes]

    return asyncio.run(run())


def scripted(*replies: Reply) -> tuple[Member, Scripted]:
    way = Scripted(*replies)
    return Member(KNOWN, way), way


def test_a_witness_is_asked_from_the_size_it_cosigned() -> None:
    """The first time from nothing, then from what it answered for, with the proof."""
    member, way = scripted(Reply(200, line(5)), Reply(200, line(9)), Reply(200, line(9)))
    found = ask(member, 5, 9, 9)

    assert [signature.line for signature in found if signature] == [line(5), line(9), line(9)]
    assert member.state is State.COSIGNED
    assert [(one.old, one.proof) for one in way.asked] == [
        (0, ()),
        (5, proof(5, 9)),
        (9, ()),
    ]


def test_409_tells_from_where_to_prove() -> None:
    """Another replica, or an earlier life of this one, asked it before."""
    member, way = scripted(Reply(409, "7\n", SIZE), Reply(200, line(9)))

    assert ask(member, 9) != [None]
    assert [one.old for one in way.asked] == [0, 7]
    assert way.asked[1].proof == proof(7, 9)


def test_a_witness_that_is_ahead_of_this_checkpoint_is_asked_about_a_later_one() -> None:
    """The log has grown meanwhile, so nothing is wrong."""
    member, _ = scripted(Reply(409, "12\n", SIZE), Reply(200, line(15)))

    assert ask(member, 9) == [None]
    assert member.state is State.AHEAD
    assert ask(member, 15) != [None]


def test_a_witness_that_has_seen_more_than_there_is_is_an_alarm() -> None:
    """A database was put back, or the witness lies."""
    member, _ = scripted(Reply(409, f"{SIZES + 1}\n", SIZE))

    assert ask(member, 9) == [None]
    assert member.state is State.ROLLED_BACK
    assert member.state in ALARMS


def test_422_is_an_alarm() -> None:
    """A witness that refuses our own proof has seen another history, or lies."""
    member, _ = scripted(Reply(422, "no\n"))

    assert ask(member, 9) == [None]
    assert member.state is State.FORKED
    assert member.state in ALARMS


def test_409_for_ever_ends() -> None:
    """After a few tries, until the next round."""
    member, way = scripted(*[Reply(409, f"{size}\n", SIZE) for size in (1, 2, 3, 4, 5)])

    assert ask(member, 9) == [None]
    assert (member.state, len(way.asked)) == (State.FAILING, 3)


def test_lines_of_others_are_ignored() -> None:
    """Before and after the one of the key that the witness is known by."""
    member, _ = scripted(Reply(200, line(9, number=2) + line(9) + line(9, number=3)))

    assert [found.line for found in ask(member, 9) if found] == [line(9)]


BAD: dict[str, Sequence[Reply]] = {
    "no line": [Reply(200, "")],
    "something else": [Reply(200, "<html>\n")],
    "a line of another witness alone": [Reply(200, line(9, number=2))],
    "a cosignature of another checkpoint": [Reply(200, line(8))],
    "a cosignature without the time": [Reply(200, line(9, time_s=0))],
    "a right and a wrong line": [Reply(200, line(9) + line(8))],
    "no newline": [Reply(200, line(9)[:-1])],
    "bytes after the line": [Reply(200, line(9) + "x")],
    "carriage returns": [Reply(200, line(9).replace("\n", "\r\n"))],
    "a redirect": [Reply(301, line(9))],
    "201": [Reply(201, line(9))],
    "404": [Reply(404, "")],
    "403": [Reply(403, "")],
    "500": [Reply(500, line(9))],
    "409 of another type": [Reply(409, "7\n", "text/plain")],
    "409 without a size": [Reply(409, "", SIZE)],
    "409 without a newline": [Reply(409, "7", SIZE)],
    "409 with a zero in front": [Reply(409, "07\n", SIZE)],
    "409 with two lines": [Reply(409, "7\n7\n", SIZE)],
    "409 with a negative size": [Reply(409, "-7\n", SIZE)],
}


@pytest.mark.parametrize("what", BAD)
def test_an_answer_that_is_none_is_no_cosignature(what: str) -> None:
    """And never an exception."""
    member, _ = scripted(*BAD[what])

    assert ask(member, 9) == [None]
    assert member.state is State.FAILING
    assert member.why


async def _asked_at(url: str, seconds: float) -> Reply:
    way = HttpWay(url, tls=False)
    try:
        async with asyncio.timeout(seconds):
            return await way.add_checkpoint(b"old 0\n\n")
    finally:
        await way.close()


@pytest.mark.parametrize(
    "answer",
    [
        raw(b""),
        raw(b"nonsense\r\n\r\n"),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"),
        says("200 OK", b"\xff"),
        says("200 OK", b"x" * (WITNESS_ANSWER_BYTES_MAX + 1)),
        floods,
    ],
)
def test_an_answer_that_cannot_be_read_is_unreachable(answer) -> None:  # type: ignore[no-untyped-def]
    """Broken, not UTF-8, or longer than any can be."""
    with server(answer) as url, pytest.raises(Unreachable):
        asyncio.run(_asked_at(url, 5))


@pytest.mark.parametrize(
    "answer", [silent, drips(b"HTTP/1.1 200 OK\r\n\r\n"), drips(b"HTTP/1.1 200 OK\r\nX: ")]
)
def test_a_witness_that_drips_is_cut_off_in_time(answer) -> None:  # type: ignore[no-untyped-def]
    """The deadline is for all of it, headers and body."""
    with server(answer) as url, pytest.raises(TimeoutError):
        asyncio.run(_asked_at(url, 0.5))


def test_an_answer_of_the_most_bytes_is_read_and_redirects_are_not_followed() -> None:
    """Whoever redirects is not the witness that is configured."""
    most = b"x" * WITNESS_ANSWER_BYTES_MAX
    with server(says("200 OK", most)) as url:
        assert asyncio.run(_asked_at(url, 5)).content == most.decode()
        with server(says("307 Temporary Redirect", headers=f"Location: {url}\r\n")) as other:
            assert asyncio.run(_asked_at(other, 5)).status == 307


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    """As is a name that nobody has."""
    for url in ("http://127.0.0.1:1/", "http://witness.invalid/"):
        with pytest.raises(Unreachable):
            asyncio.run(_asked_at(url, 5))


def test_a_folder_is_a_witness_too(tmp_path: Path) -> None:
    """And one that is not mounted is unreachable, until it is."""

    def clock() -> datetime:
        return datetime.fromtimestamp(TIME_S, UTC)

    folder = tmp_path / "volume" / "a witness"
    way = way_to(folder.as_uri(), (LOG.verifier,), ca_file=None, clock=clock)
    body = AddCheckpoint(0, (), note(5)).body()

    assert isinstance(way, FolderWay)
    with pytest.raises(Unreachable):
        asyncio.run(way.add_checkpoint(body))
    signer = create_witness(folder, "witness.example/volume", Algorithm.ED25519)
    reply = asyncio.run(way.add_checkpoint(body))
    parsed = Note.parse(note(5) + reply.content)
    assert signer.cosigner.check(parsed.text, parsed.by(signer.cosigner)[0].signature) == TIME_S


@pytest.mark.parametrize(
    "url",
    [
        "",
        "w.example",
        "ftp://w.example/",
        "http://",
        "http://user@w.example/",
        "http://w.example/?query",
        "http://w.example/#part",
        "http://[::1",
        "file://host/folder",
        "file:folder",
    ],
)
def test_another_address_is_refused_at_the_start(url: str) -> None:
    """With the three kinds that there are."""
    with pytest.raises(Misconfigured, match="address"):
        way_to(url, (), ca_file=None, clock=lambda: datetime.now(UTC))


def test_certificates_that_are_none_are_refused_at_the_start(tmp_path: Path) -> None:
    """Not at the first question."""
    with pytest.raises(Misconfigured, match="certificates"):
        way_to("https://w.example/", (), ca_file=tmp_path / "no", clock=lambda: datetime.now(UTC))
