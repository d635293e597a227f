"""The token of the very first start."""

from datetime import datetime

from gate.auth.principal import Role
from gate.auth.tokens import TokenStore
from gate.limits import TOKEN_DAYS_DEFAULT

FIRST_NAME = "development"


def first_token(tokens: TokenStore, *, production: bool, now: datetime) -> str | None:
    """A token with every role when this folder has none yet, so that a newcomer can begin.

    Production makes none and refuses those that were made this way.

    Raises:
        Misconfigured: production, and a development token is still valid here.
    """
    if production:
        tokens.refuse_development(now=now)
        return None
    if not tokens.is_empty():
        return None
    return tokens.create(
        FIRST_NAME, tuple(Role), now=now, days=TOKEN_DAYS_DEFAULT, development=True
    )
