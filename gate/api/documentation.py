"""What the OpenAPI document says beside what the framework finds in the routes.

Bodies and answers are read and written as bytes here, so their schemas are stated, not inferred.
"""

import re
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from gate import __version__
from gate.api.choices import ReplayBody
from gate.api.impact_body import ImpactBody
from gate.api.negotiation import JSON
from gate.api.problems import MEDIA_TYPE, ProblemDocument
from gate.api.shapes import (
    ControlDetail,
    ControlList,
    JobList,
    JobStatus,
    ReleaseList,
    ReleaseState,
    Version,
)
from gate.errors import (
    Forbidden,
    GateError,
    Invalid,
    MethodNotAllowed,
    NotAcceptable,
    NotFound,
    Overloaded,
    TooLarge,
    TooSlow,
    Unauthenticated,
    Unavailable,
    UnsupportedMediaType,
)
from gate.model.decision import Decision, DecisionPage, DryRun, Results
from gate.model.request.body import DecisionBody

Responses = dict[int | str, dict[str, Any]]

TOKEN: dict[str, Any] = {"security": [{"token": []}]}
"""`openapi_extra` of a route that needs a token."""

_TITLE = "AI deployment gate"
_DESCRIPTION = """\
A delivery pipeline asks whether an AI system may be deployed. The gate checks the request against
policies for ISO/IEC 42001, writes the decision to a log that nobody can quietly change, and only
then answers `allow`, `deny` or `needs_review`, with a reason and a remedy for every finding.

A denial is an answer: 201 with `outcome: deny`. An error never carries an outcome, and never means
that a deployment was denied: whoever asked may ask again.
"""
_CODE = re.compile("`([a-z_]+)`")
_REF = "#/components/schemas/{model}"
_BODIES: tuple[type[BaseModel], ...] = (DecisionBody, ReplayBody, ImpactBody)
_ANSWERS: tuple[type[BaseModel], ...] = (
    Decision,
    DecisionPage,
    DryRun,
    Results,
    ControlList,
    ControlDetail,
    ReleaseState,
    ReleaseList,
    Version,
    JobStatus,
    JobList,
    ProblemDocument,
)
_EVERYWHERE: tuple[type[GateError], ...] = (
    MethodNotAllowed,
    NotAcceptable,
    TooSlow,
    TooLarge,
    UnsupportedMediaType,
    Invalid,
    Overloaded,
    GateError,
    Unavailable,
)
_STRANGERS: tuple[type[GateError], ...] = (Unauthenticated, Forbidden)
_REQUEST_ID = {
    "X-Request-ID": {
        "description": "The id of this request; what the caller sent, or a new one",
        "required": True,
        "schema": {"type": "string"},
    }
}


def reference(model: str) -> dict[str, str]:
    """A reference to a schema of this document."""
    return {"$ref": _REF.format(model=model)}


def answer(
    description: str,
    schema: Mapping[str, Any],
    *,
    media_type: str = JSON,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """One answer; `headers` are further headers that it always has, with their meaning."""
    stated = {
        name: {"description": meaning, "required": True, "schema": {"type": "string"}}
        for name, meaning in (headers or {}).items()
    }
    return {
        "description": description,
        "content": {media_type: {"schema": dict(schema)}},
        "headers": {**_REQUEST_ID, **stated},
    }


def errors(*kinds: type[GateError], needs_token: bool = True) -> Responses:
    """Every error of a route: these, those of every route, and those of strangers."""
    found: Responses = {}
    for kind in (*_EVERYWHERE, *(_STRANGERS if needs_token else ()), *kinds):
        response = found.setdefault(kind.status, _problem(kind))
        if f"`{kind.code}`" not in response["description"]:
            response["description"] += f"; `{kind.code}`: {kind.title}"
    return found


def own_errors(*kinds: type[GateError]) -> Responses:
    """The errors of a route below one decision, entry or file that may not be there."""
    return errors(NotFound, *kinds)


def _problem(kind: type[GateError]) -> dict[str, Any]:
    headers: dict[str, Any] = dict(_REQUEST_ID)
    if kind.retry_after_s is not None:
        headers["Retry-After"] = _header("Seconds to wait", {"type": "integer", "minimum": 0})
    if kind is Unauthenticated:
        headers["WWW-Authenticate"] = _header("The scheme: Bearer", {"type": "string"})
    if kind is MethodNotAllowed:
        headers["Allow"] = _header("Every method of this path", {"type": "string"})
    return {
        "description": f"`{kind.code}`: {kind.title}",
        "content": {MEDIA_TYPE: {"schema": reference(ProblemDocument.__name__)}},
        "headers": headers,
    }


def _header(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "required": True, "schema": schema}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of `app`."""
    document = get_openapi(
        title=_TITLE,
        version=__version__,
        summary="Decisions on the deployment of AI systems, with proof",
        description=_DESCRIPTION,
        routes=app.routes,
    )
    components = document.setdefault("components", {})
    components["schemas"] = dict(sorted(_schemas().items()))
    components["responses"] = _share_errors(document)
    components["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of `gate token create`, with the role that the route needs",
        }
    }
    return document


def _share_errors(document: dict[str, Any]) -> dict[str, Any]:
    """Replace each error of each route by a reference, and give what is referred to."""
    shared: dict[str, Any] = {}
    for operations in document["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if MEDIA_TYPE not in response["content"]:
                    continue
                name = "_or_".join(_CODE.findall(response["description"]))
                if shared.setdefault(name, response) != response:
                    raise ValueError(f"two errors are called {name}")
                operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}
            operation["responses"] = dict(sorted(operation["responses"].items()))
    return dict(sorted(shared.items()))


def _schemas() -> dict[str, Any]:
    _, written = models_json_schema(
        [(model, "serialization") for model in _ANSWERS], ref_template=_REF
    )
    _, read = models_json_schema([(model, "validation") for model in _BODIES], ref_template=_REF)
    schemas: dict[str, Any] = dict(written["$defs"])
    for name, schema in read["$defs"].items():
        if schemas.setdefault(name, schema) != schema:
            raise ValueError(f"two schemas are called {name}")
    return schemas
