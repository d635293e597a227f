"""Bearer tokens: made, kept as digests, looked up.

A token is 32 random bytes, so one round of SHA-256 is the right digest: there is nothing to guess
that a slow hash would protect.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from gate.auth.principal import Principal, Role
from gate.db.database import Database
from gate.db.tables import TokenRow
from gate.errors import Invalid, Misconfigured, Problem, Unauthenticated
from gate.limits import TOKEN_CHARS_MAX, TOKEN_DAYS_MAX, TOKEN_NAME_CHARS_MAX

_PREFIX = "gate_"
"""Makes a leaked token easy to find for scanners of repositories."""

_RANDOM_BYTES = 32
_NAME = re.compile(rf"[a-z0-9][a-z0-9._-]{{0,{TOKEN_NAME_CHARS_MAX - 1}}}")


class TokenStore:
    """All tokens of one installation. Thread-safe; every call reads the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(
        self,
        name: str,
        roles: Collection[Role],
        *,
        now: datetime,
        days: int,
        development: bool = False,
    ) -> str:
        """A new token, which is returned once and kept nowhere.

        Args:
            name: the principal; lower-case letters, digits, `.`, `_` and `-`.
            roles: at least one.
            now: the present, in UTC.
            days: how long the token is valid.
            development: whether production refuses to start while it is valid.

        Raises:
            Invalid: a name, roles or days that are not allowed.
        """
        problems = _problems(name, roles, days)
        if problems:
            raise Invalid("the token cannot be made", problems)
        token = _PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
        row = TokenRow(
            digest=_digest(token),
            name=name,
            roles=" ".join(sorted(roles)),
            created_at=_instant(now),
            expires_at=_instant(now + timedelta(days=days)),
            development=development,
        )
        with self._database.session() as session:
            session.add(row)
            session.commit()
        return token

    def principal_of(self, token: str, *, now: datetime) -> Principal:
        """Whoever this token belongs to.

        Raises:
            Unauthenticated: the token is unknown or expired; which of both is not told.
        """
        digest = _digest(token[: TOKEN_CHARS_MAX + 1])
        with self._database.session() as session:
            row = session.exec(select(TokenRow).where(col(TokenRow.digest) == digest)).one_or_none()
        if row is None or not hmac.compare_digest(row.digest, digest):
            raise Unauthenticated("the token is not valid")
        if datetime.fromisoformat(row.expires_at) <= now:
            raise Unauthenticated("the token is not valid")
        return Principal(row.name, frozenset(Role(role) for role in row.roles.split()))

    def is_empty(self) -> bool:
        """Whether no token was ever made here."""
        with self._database.session() as session:
            return session.exec(select(TokenRow).limit(1)).first() is None

    def refuse_development(self, *, now: datetime) -> None:
        """Raises Misconfigured while a token that was made for development is still valid."""
        with self._database.session() as session:
            rows = session.exec(select(TokenRow).where(col(TokenRow.development))).all()
        if any(datetime.fromisoformat(row.expires_at) > now for row in rows):
            raise Misconfigured(
                "GATE_ENV is production and this folder holds a development token: start with an"
                " empty folder and make tokens with `gate token create`"
            )


def _problems(name: str, roles: Collection[Role], days: int) -> tuple[Problem, ...]:
    problems = []
    if not _NAME.fullmatch(name):
        problems.append(
            Problem(
                "/name",
                "pattern",
                f"at most {TOKEN_NAME_CHARS_MAX} of a-z, 0-9, '.', '_' and '-', beginning with a"
                " letter or digit",
            )
        )
    if not roles:
        problems.append(Problem("/roles", "min_items", "at least one role"))
    if not 1 <= days <= TOKEN_DAYS_MAX:
        problems.append(Problem("/days", "range", f"between 1 and {TOKEN_DAYS_MAX} days"))
    return tuple(problems)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
