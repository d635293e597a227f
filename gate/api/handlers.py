"""Every exception a route can end in, as a problem document."""

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gate.api.problems import problem_response
from gate.api.routes import methods_at
from gate.errors import GateError, Invalid, Malformed, MethodNotAllowed, NotFound, Problem
from gate.limits import PROBLEMS_MAX


def handle_errors(app: FastAPI) -> None:
    """Answer every error of `app` as a problem document; what is left is the guard's."""
    app.add_exception_handler(GateError, _gate_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)


def request_id_of(request: Request) -> str:
    """The id that the guard gave to this request."""
    return str(request.scope.get("gate.request_id", ""))


async def _gate_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, GateError)  # noqa: S101 - the type this handler is registered for
    return problem_response(error, request_id_of(request))


async def _validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    wrong = Invalid("what stands outside the body is not allowed", problems_of(error.errors()))
    return problem_response(wrong, request_id_of(request))


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    if error.status_code == MethodNotAllowed.status:
        allowed = methods_at(request.app, request.scope)
        response = problem_response(
            MethodNotAllowed("this path has other methods; Allow lists them"),
            request_id_of(request),
        )
        response.headers["Allow"] = ", ".join(allowed)
        return response
    if error.status_code == NotFound.status:
        return problem_response(NotFound("nothing is here"), request_id_of(request))
    return problem_response(Malformed("the request cannot be read"), request_id_of(request))


def problems_of(errors: Iterable[Any]) -> tuple[Problem, ...]:
    """What the framework found wrong with path, query and headers; its messages name no value."""
    return tuple(
        Problem(
            "/" + "/".join(str(part) for part in error["loc"]),
            str(error["type"]),
            str(error["msg"]),
        )
        for error in list(errors)[:PROBLEMS_MAX]
    )
