"""`GET /v1/decisions`: what was decided, newest first."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import MISSING, Field
from starlette.responses import Response

from gate.api.admission import admit
from gate.api.asking import UNCACHED
from gate.api.choices import Choices
from gate.api.documentation import TOKEN, answer, errors, reference
from gate.api.negotiation import JSON
from gate.api.routes import GateRoute
from gate.api.services import services_of
from gate.auth.principal import Principal, Role
from gate.canon import canonical_bytes
from gate.errors import LogUnavailable
from gate.limits import (
    JSON_INTEGER_MAX,
    PAGE_ITEMS_DEFAULT,
    PAGE_ITEMS_MAX,
)
from gate.log.store import DecisionFilter
from gate.logged import logged_decision

router = APIRouter(route_class=GateRoute, tags=["decisions"])


class ListQuery(Choices):
    """Which decisions, and which page of them; what is not stated selects everything."""

    cursor: (
        Annotated[int, Field(ge=0, le=JSON_INTEGER_MAX, description="`next` of a page")] | MISSING
    ) = MISSING
    limit: Annotated[int, Field(ge=1, le=PAGE_ITEMS_MAX)] = PAGE_ITEMS_DEFAULT

    def wanted(self) -> DecisionFilter:
        """The filter alone."""
        return DecisionFilter(**self.model_dump(exclude={"cursor", "limit"}))


Auditor = Annotated[Principal, Depends(admit(Role.AUDIT, query=tuple(ListQuery.model_fields)))]


@router.get(
    "/v1/decisions",
    summary="Decisions, newest first",
    responses={
        200: answer("One page; `next` leads to the following one", reference("DecisionPage")),
        **errors(LogUnavailable),
    },
    openapi_extra=TOKEN,
)
def decisions(request: Request, _: Auditor, wanted: Annotated[ListQuery, Query()]) -> Response:
    """The order is that of the log, so a page never changes once it is full."""
    log = services_of(request).log
    page = log.decisions(
        wanted.wanted(),
        before=None if wanted.cursor is MISSING else wanted.cursor,
        limit=wanted.limit,
    )
    document = {
        "decisions": [
            logged_decision(log, log.receipt_parts(entry.index)) for entry in page.entries
        ],
        "next": None if page.before is None else str(page.before),
    }
    return Response(canonical_bytes(document), headers=UNCACHED, media_type=JSON)
