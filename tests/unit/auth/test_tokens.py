"""Tokens: kept as digests, bounded in time, found by whoever holds them."""

from datetime import UTC, datetime, timedelta

import pytest

from gate.auth.principal import Principal, Role
from gate.auth.tokens import TokenStore
from gate.db.database import Database
from gate.errors import Invalid, Misconfigured, Unauthenticated
from gate.limits import TOKEN_CHARS_MAX, TOKEN_DAYS_MAX, TOKEN_NAME_CHARS_MAX

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "gate.sqlite"


@pytest.fixture
def tokens(path):
    database = Database.open(path)
    yield TokenStore(database)
    database.close()


def test_whoever_holds_a_token_is_known(tokens):
    """The name and exactly the roles come back."""
    token = tokens.create("ci", [Role.SUBMIT, Role.AUDIT], now=NOW, days=1)

    found = tokens.principal_of(token, now=NOW)

    assert found == Principal("ci", frozenset({Role.SUBMIT, Role.AUDIT}))


def test_the_token_itself_is_nowhere(tokens, path):
    """Only its digest is kept, so a stolen database opens nothing."""
    token = tokens.create("ci", [Role.SUBMIT], now=NOW, days=1)

    assert token.encode() not in path.read_bytes()
    assert token.removeprefix("gate_").encode() not in path.read_bytes()


def test_tokens_are_long_and_never_the_same(tokens):
    """32 random bytes each."""
    made = {tokens.create("ci", [Role.SUBMIT], now=NOW, days=1) for _ in range(20)}

    assert len(made) == 20
    assert all(token.startswith("gate_") and len(token) == 48 for token in made)


@pytest.mark.parametrize(
    "stranger",
    ["", "x", "gate_", "gate_" + "A" * 43, "A" * TOKEN_CHARS_MAX, "A" * (TOKEN_CHARS_MAX + 1)],
)
def test_unknown_tokens_are_refused(tokens, stranger):
    """Whatever is not a token of this store is nobody's."""
    tokens.create("ci", [Role.SUBMIT], now=NOW, days=1)

    with pytest.raises(Unauthenticated):
        tokens.principal_of(stranger, now=NOW)


def test_a_longer_text_that_begins_with_a_token_is_refused(tokens):
    """All characters count."""
    token = tokens.create("ci", [Role.SUBMIT], now=NOW, days=1)

    for wrong in (token + "x", token[:-1], token.upper()):
        with pytest.raises(Unauthenticated):
            tokens.principal_of(wrong, now=NOW)


def test_a_token_ends_at_its_instant(tokens):
    """Valid one microsecond before, not valid at it."""
    token = tokens.create("ci", [Role.SUBMIT], now=NOW, days=2)
    end = NOW + timedelta(days=2)

    assert tokens.principal_of(token, now=end - timedelta(microseconds=1)).name == "ci"
    with pytest.raises(Unauthenticated):
        tokens.principal_of(token, now=end)


def test_two_tokens_may_share_a_principal(tokens):
    """So a token can be replaced while the old one still works."""
    first = tokens.create("ci", [Role.SUBMIT], now=NOW, days=1)
    second = tokens.create("ci", [Role.SUBMIT], now=NOW, days=2)

    assert tokens.principal_of(first, now=NOW) == tokens.principal_of(second, now=NOW)


@pytest.mark.parametrize("days", [1, TOKEN_DAYS_MAX])
def test_days_within_the_bound_are_taken(tokens, days):
    """The bound itself is allowed."""
    assert tokens.create("ci", [Role.SUBMIT], now=NOW, days=days)


@pytest.mark.parametrize(
    ("name", "roles", "days", "pointers"),
    [
        ("", [Role.SUBMIT], 1, ["/name"]),
        ("Ci", [Role.SUBMIT], 1, ["/name"]),
        ("-ci", [Role.SUBMIT], 1, ["/name"]),
        ("ci\n", [Role.SUBMIT], 1, ["/name"]),
        ("a" * (TOKEN_NAME_CHARS_MAX + 1), [Role.SUBMIT], 1, ["/name"]),
        ("ci", [], 1, ["/roles"]),
        ("ci", [Role.SUBMIT], 0, ["/days"]),
        ("ci", [Role.SUBMIT], TOKEN_DAYS_MAX + 1, ["/days"]),
        ("", [], 0, ["/name", "/roles", "/days"]),
    ],
)
def test_what_cannot_be_a_token_is_refused(tokens, name, roles, days, pointers):
    """Every problem at once, and no token was made."""
    with pytest.raises(Invalid) as caught:
        tokens.create(name, roles, now=NOW, days=days)

    assert [problem.pointer for problem in caught.value.problems] == pointers
    assert tokens.is_empty()


def test_the_longest_name_is_taken(tokens):
    """The bound itself is allowed."""
    assert tokens.create("a" * TOKEN_NAME_CHARS_MAX, [Role.SUBMIT], now=NOW, days=1)


def test_production_refuses_development_tokens_while_they_are_valid(tokens):
    """An ended one opens nothing, so it does not matter."""
    tokens.create("ci", [Role.SUBMIT], now=NOW, days=9)
    tokens.refuse_development(now=NOW)
    tokens.create("dev", [Role.SUBMIT], now=NOW, days=1, development=True)

    with pytest.raises(Misconfigured, match="production"):
        tokens.refuse_development(now=NOW)
    tokens.refuse_development(now=NOW + timedelta(days=1))
