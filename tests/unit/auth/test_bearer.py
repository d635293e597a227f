"""From a header to a principal."""

from datetime import UTC, datetime, timedelta

import pytest

from gate.auth.bearer import Bearers, token_of
from gate.auth.principal import Principal, Role
from gate.auth.tokens import TokenStore
from gate.db.database import Database
from gate.errors import Unauthenticated
from gate.limits import TOKEN_CACHE_ENTRIES_MAX, TOKEN_CACHE_SECONDS, TOKEN_CHARS_MAX

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


class Counted(TokenStore):
    """Counts how often the database was asked."""

    asked = 0

    def principal_of(self, token, *, now):
        self.asked += 1
        return super().principal_of(token, now=now)


class Moments:
    """A clock and a stopwatch that a test moves."""

    now = NOW
    elapsed = 100.0


@pytest.fixture
def tokens(tmp_path):
    database = Database.open(tmp_path / "gate.sqlite")
    yield Counted(database)
    database.close()


@pytest.fixture
def moments():
    return Moments()


@pytest.fixture
def bearers(tokens, moments):
    return Bearers(tokens, clock=lambda: moments.now, elapsed=lambda: moments.elapsed)


@pytest.mark.parametrize(
    "header", ["Bearer abc", "bearer abc", "BEARER  abc", "Bearer abc ", "Bearer a.b-c_d~e+f/g=="]
)
def test_bearer_headers_are_read(header):
    """The scheme is read in any case (RFC 9110), the token as it stands."""
    assert token_of(header) == header.split()[1]


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "abc",
        "Basic YTpi",
        "Bearer a b",
        "Bearer a,b",
        "Bearer ä",
        "Bearerabc",
        "Bearer " + "a" * (TOKEN_CHARS_MAX + 1),
    ],
)
def test_other_headers_are_refused(header):
    """And the error does not repeat them."""
    with pytest.raises(Unauthenticated) as caught:
        token_of(header)

    assert not header or header not in caught.value.detail


def test_the_longest_token_is_read():
    """The bound itself is allowed."""
    assert len(token_of("Bearer " + "a" * TOKEN_CHARS_MAX)) == TOKEN_CHARS_MAX


def test_a_token_is_believed_for_a_moment(bearers, tokens, moments):
    """Within the moment the database is not asked, at its end it is."""
    token = tokens.create("ci", [Role.SUBMIT], now=NOW, days=1)
    expected = Principal("ci", frozenset({Role.SUBMIT}))

    assert bearers.remembered(token) is None
    assert bearers.principal_of(token) == expected
    moments.elapsed += TOKEN_CACHE_SECONDS - 0.001
    assert bearers.remembered(token) == expected
    assert tokens.asked == 1
    moments.elapsed += 0.001
    assert bearers.remembered(token) is None


def test_an_ended_token_stops_working_within_that_moment(bearers, tokens, moments):
    """Being remembered does not lengthen a token's life by more."""
    token = tokens.create("ci", [Role.SUBMIT], now=NOW, days=1)
    bearers.principal_of(token)
    moments.now += timedelta(days=1)
    moments.elapsed += TOKEN_CACHE_SECONDS

    assert bearers.remembered(token) is None
    with pytest.raises(Unauthenticated):
        bearers.principal_of(token)


def test_strangers_are_not_remembered(bearers):
    """Otherwise a token that is made later would be refused for a moment, or memory would fill."""
    with pytest.raises(Unauthenticated):
        bearers.principal_of("gate_unknown")

    assert bearers.remembered("gate_unknown") is None


def test_memory_is_bounded(bearers, tokens, monkeypatch):
    """However many tokens there are, only so many are remembered."""
    monkeypatch.setattr("gate.auth.bearer.TOKEN_CACHE_ENTRIES_MAX", 2)
    made = [tokens.create("ci", [Role.SUBMIT], now=NOW, days=1) for _ in range(3)]
    for token in made:
        bearers.principal_of(token)

    assert sum(bearers.remembered(token) is not None for token in made) <= 2
    assert TOKEN_CACHE_ENTRIES_MAX > 2


def test_a_principal_without_a_role_may_nothing():
    """No roles in common is never enough."""
    principal = Principal("ci", frozenset({Role.SUBMIT}))

    assert principal.may({Role.SUBMIT, Role.AUDIT})
    assert not principal.may({Role.AUDIT})
    assert not principal.may(set())
    assert not Principal("nobody", frozenset()).may(set(Role))
