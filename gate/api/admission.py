"""Step 2 of a decision, and what every route asks of a request before it looks at it.

In this order, so that a stranger learns nothing: who is asking (401), may they (403), do they
accept the answer (406), is the body of the right type (415), is every query parameter known (422).
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from itertools import chain

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from gate.api.negotiation import JSON, check_accepted, check_sent
from gate.api.services import services_of
from gate.auth.bearer import token_of
from gate.auth.principal import Principal, Role
from gate.errors import Forbidden, Invalid, Problem

ANY_ROLE: frozenset[Role] = frozenset(Role)


def admit(
    *roles: Role,
    answers: str = JSON,
    reads: str | None = None,
    query: Collection[str] = (),
) -> Callable[[Request], Awaitable[Principal]]:
    """A dependency that lets in whoever holds one of `roles`, and gives the principal.

    Args:
        roles: at least one; a token needs any of them.
        answers: the media type of the route's answer.
        reads: the media type of the body that the route reads.
        query: the query parameters that the route knows.
    """
    if not roles:
        raise ValueError("a route that needs a token needs a role")

    async def check(request: Request) -> Principal:
        principal = await _principal(request)
        structlog.contextvars.bind_contextvars(principal=principal.name)
        if not principal.may(roles):
            raise Forbidden(f"this needs one of the roles: {', '.join(sorted(roles))}")
        _check_shape(request, answers, reads, query)
        return principal

    return check


def admit_anybody(
    *, answers: str, query: Collection[str] = ()
) -> Callable[[Request], Awaitable[None]]:
    """The same for the routes that need no token."""

    async def check(request: Request) -> None:
        _check_shape(request, answers, None, query)

    return check


async def _principal(request: Request) -> Principal:
    stated = request.headers.getlist("authorization")
    token = token_of(stated[0] if len(stated) == 1 else None)
    bearers = services_of(request).bearers
    known = bearers.remembered(token)
    return known if known is not None else await run_in_threadpool(bearers.principal_of, token)


def _check_shape(request: Request, answers: str, reads: str | None, query: Collection[str]) -> None:
    check_accepted(request.headers.getlist("accept"), answers)
    if reads is not None:
        check_sent(request.headers.getlist("content-type"), reads)
    stated = Counter(name for name, _ in request.query_params.multi_items())
    unknown = (
        Problem("/query", "unknown", "this route knows no such parameter")
        for name in stated
        if name not in query
    )
    repeated = (
        Problem(f"/query/{name}", "repeated", "once is enough")
        for name, times in stated.items()
        if name in query and times > 1
    )
    problems = tuple(chain(unknown, repeated))
    if problems:
        raise Invalid("the query is not one that this route knows", problems)
