"""`/v1/controls`: the catalogue of the active release, for whoever has to fix a finding."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel
from starlette.responses import Response

from gate.api.admission import ANY_ROLE, admit
from gate.api.documentation import TOKEN, answer, errors, own_errors, reference
from gate.api.negotiation import JSON
from gate.api.routes import GateRoute
from gate.api.services import services_of
from gate.api.shapes import ControlDetail, ControlList, ControlSummary
from gate.auth.principal import Principal
from gate.canon import canonical_bytes
from gate.errors import NotFound
from gate.limits import SHORT_TEXT_CHARS_MAX
from gate.model.catalogue import Catalogue, Control, Rule

router = APIRouter(route_class=GateRoute, tags=["policies"])

Anybody = Annotated[Principal, Depends(admit(*ANY_ROLE))]
ControlId = Annotated[
    str,
    Path(
        description="A control's id, or its slug: lower case, every `.`, `/` and `-` a `_`",
        min_length=1,
        max_length=SHORT_TEXT_CHARS_MAX,
    ),
]


@router.get(
    "/v1/controls",
    summary="Every control of the active release",
    responses={200: answer("The controls", reference("ControlList")), **errors()},
    openapi_extra=TOKEN,
)
async def controls(request: Request, _: Anybody) -> Response:
    """Titles and how many rules each control has."""
    release = services_of(request).policy.release
    found = ControlList(
        release=release.id,
        controls=tuple(
            ControlSummary(
                control=control.control,
                slug=slug_of(control.control),
                title=control.title,
                rules=len(_rules(release.catalogue, control)),
            )
            for control in sorted(release.catalogue.controls, key=lambda item: item.order)
        ),
    )
    return _json(found)


@router.get(
    "/v1/controls/{control_id}",
    summary="One control with its rules",
    responses={200: answer("The control", reference("ControlDetail")), **own_errors()},
    openapi_extra=TOKEN,
)
async def control(request: Request, _: Anybody, control_id: ControlId) -> Response:
    """What each rule needs, what it requires, and how to fix a finding of it."""
    release = services_of(request).policy.release
    wanted = slug_of(control_id)
    for found in release.catalogue.controls:
        if slug_of(found.control) == wanted:
            return _json(
                ControlDetail(
                    release=release.id,
                    control=found.control,
                    slug=wanted,
                    title=found.title,
                    rules=_rules(release.catalogue, found),
                )
            )
    raise NotFound("the active release has no such control")


def slug_of(control: str) -> str:
    """A control's id as it stands in paths and file names."""
    return control.lower().translate(str.maketrans("./-", "___"))


def _rules(catalogue: Catalogue, control: Control) -> tuple[Rule, ...]:
    return tuple(rule for rule in catalogue.rules if rule.control == control.control)


def _json(document: BaseModel) -> Response:
    return Response(canonical_bytes(document.model_dump(mode="json")), media_type=JSON)
