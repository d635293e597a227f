"""The token of the first start."""

from datetime import UTC, datetime

import pytest

from gate.auth.first import first_token
from gate.auth.principal import Role
from gate.auth.tokens import TokenStore
from gate.db.database import Database
from gate.errors import Misconfigured
from gate.limits import TOKEN_DAYS_DEFAULT

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def tokens(tmp_path):
    database = Database.open(tmp_path / "gate.sqlite")
    yield TokenStore(database)
    database.close()


def test_the_first_start_makes_one_token_that_may_do_everything(tokens):
    """A newcomer can begin at once; the second start makes none."""
    token = first_token(tokens, production=False, now=NOW)

    assert tokens.principal_of(token, now=NOW).roles == frozenset(Role)
    assert first_token(tokens, production=False, now=NOW) is None
    assert 0 < TOKEN_DAYS_DEFAULT <= 90


def test_production_makes_no_token(tokens):
    """Whoever operates it makes the tokens."""
    assert first_token(tokens, production=True, now=NOW) is None
    assert tokens.is_empty()


def test_production_refuses_the_development_token(tokens):
    """A folder that was tried out is not taken into production."""
    first_token(tokens, production=False, now=NOW)

    with pytest.raises(Misconfigured):
        first_token(tokens, production=True, now=NOW)
