"""From an `Authorization` header to a principal, without asking the database for every request."""

import re
import time
from collections.abc import Callable
from datetime import datetime
from threading import Lock

from gate.auth.principal import Principal
from gate.auth.tokens import TokenStore
from gate.errors import Unauthenticated
from gate.limits import TOKEN_CACHE_ENTRIES_MAX, TOKEN_CACHE_SECONDS, TOKEN_CHARS_MAX

_HEADER = re.compile(rf"[Bb][Ee][Aa][Rr][Ee][Rr] +([A-Za-z0-9._~+/-]{{1,{TOKEN_CHARS_MAX}}}=*) *")
"""RFC 6750 section 2.1."""


def token_of(authorization: str | None) -> str:
    """The token of an `Authorization` header.

    Raises:
        Unauthenticated: there is no header, or it is not a bearer token.
    """
    if authorization is None:
        raise Unauthenticated("send a token: Authorization: Bearer <token>")
    match = _HEADER.fullmatch(authorization)
    if match is None:
        raise Unauthenticated("the Authorization header is not a bearer token")
    return match.group(1)


class Bearers:
    """Looks tokens up and believes what it found for a few seconds. Thread-safe.

    So an expiry or a removed token takes effect within `TOKEN_CACHE_SECONDS`. A token that is not
    valid is never remembered.
    """

    def __init__(
        self,
        tokens: TokenStore,
        *,
        clock: Callable[[], datetime],
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tokens = tokens
        self._clock = clock
        self._elapsed = elapsed
        self._lock = Lock()
        self._known: dict[str, tuple[float, Principal]] = {}

    def remembered(self, token: str) -> Principal | None:
        """The principal when the token was looked up a moment ago; touches no disk."""
        with self._lock:
            until, principal = self._known.get(token, (0.0, None))
        return principal if self._elapsed() < until else None

    def principal_of(self, token: str) -> Principal:
        """Whoever holds the token, asked of the database.

        Raises:
            Unauthenticated: the token is not valid.
        """
        principal = self._tokens.principal_of(token, now=self._clock())
        with self._lock:
            if len(self._known) >= TOKEN_CACHE_ENTRIES_MAX:
                self._known.clear()
            self._known[token] = (self._elapsed() + TOKEN_CACHE_SECONDS, principal)
        return principal
