"""Bodies are counted while they arrive, and nothing of them is kept."""

import asyncio

import pytest

from gate.api.bodies import BoundedBody
from gate.errors import TooLarge, TooSlow
from gate.limits import (
    BODY_BYTES_MAX,
    BODY_SECONDS_MAX,
    EVIDENCE_SECONDS_MAX,
    IMPACT_BODY_SECONDS_MAX,
    LINGER_SECONDS,
)


def chunk(content=b"", *, more=True):
    return {"type": "http.request", "body": content, "more_body": more}


def body_of(messages, *, bytes_max=10, seconds=5.0, declared=True):
    waiting = list(messages)

    async def receive():
        if not waiting:
            await asyncio.sleep(3600)
        return waiting.pop(0)

    return BoundedBody(receive, declared=declared, bytes_max=bytes_max, seconds=seconds)


async def whole(body):
    found = b""
    while not body.complete:
        found += (await body.receive()).get("body", b"")
    return found


def test_a_body_at_its_bound_is_read():
    """All of it, in the chunks in which it came."""
    body = body_of([chunk(b"12345"), chunk(b"67890", more=False)])

    assert asyncio.run(whole(body)) == b"1234567890"


@pytest.mark.parametrize("last", [True, False])
def test_one_byte_past_the_bound_is_too_large(last):
    """As soon as the byte arrives, whether or not more would follow."""
    body = body_of([chunk(b"1234567890"), chunk(b"1", more=not last)])

    with pytest.raises(TooLarge, match="10 bytes"):
        asyncio.run(whole(body))


def test_a_body_that_stalls_is_too_slow():
    """The time is that of the whole body, so one byte now and then does not help."""
    body = body_of([chunk(b"1")], seconds=0.05)

    with pytest.raises(TooSlow):
        asyncio.run(whole(body))


@pytest.mark.parametrize(
    ("declared", "admitted"),
    [
        ("0", True),
        ("10", True),
        ("11", False),
        ("-1", False),
        ("1e1", False),
        ("", False),
        ("9" * 18, False),
        ("9" * 5000, False),
        ("٣", False),
    ],
)
def test_a_declared_length_is_checked_before_anything_arrives(declared, admitted):
    """Only plain digits within the bound."""
    assert body_of([]).admits(declared) is admitted


def test_a_request_without_a_body_is_complete_from_the_beginning():
    """And waiting for its end is not bounded: it may be a long answer that is sent."""
    assert body_of([], declared=False).complete


def test_the_rest_of_a_body_is_dropped_for_a_moment():
    """Until it ends, however large it is."""
    body = body_of([chunk(b"x" * 1000), chunk(b"x" * 1000, more=False)])

    asyncio.run(body.linger())

    assert body.complete


def test_lingering_ends(monkeypatch):
    """A client that never stops sending is not waited for."""
    monkeypatch.setattr("gate.api.bodies.LINGER_SECONDS", 0.05)
    body = body_of([])

    asyncio.run(body.linger())

    assert not body.complete
    assert 0 < LINGER_SECONDS < BODY_SECONDS_MAX < IMPACT_BODY_SECONDS_MAX < EVIDENCE_SECONDS_MAX


def test_a_client_that_goes_away_ends_the_body():
    """Nothing more is waited for."""
    body = body_of([chunk(b"1"), {"type": "http.disconnect"}])

    asyncio.run(whole(body))

    assert body.complete
    assert BODY_BYTES_MAX == 2 * 1024 * 1024
