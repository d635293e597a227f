"""Problem documents: one shape, the right headers, nothing more."""

import json

import pytest

from gate import errors
from gate.api.problems import MEDIA_TYPE, ProblemDocument, problem_response
from gate.errors import GateError, Invalid, Overloaded, Problem, Unauthenticated

LEAVES = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, GateError) and "code" in vars(kind)
]


@pytest.mark.parametrize("kind", LEAVES, ids=lambda kind: kind.__name__)
def test_every_error_has_the_same_shape(kind):
    """Its own status, code and title, and never an outcome."""
    response = problem_response(kind("because of this"), "r-1")
    document = json.loads(response.body)

    assert ProblemDocument.model_validate(document)
    assert (response.status_code, document["status"]) == (kind.status, kind.status)
    assert (document["code"], document["title"]) == (kind.code, kind.title)
    assert document["type"] == f"urn:gate:problem:{kind.code}"
    assert document["detail"] == "Because of this."
    assert "outcome" not in document
    assert response.headers["content-type"] == MEDIA_TYPE
    assert response.headers["cache-control"] == "no-store"


def test_codes_are_unique():
    """A program can tell every error from every other by its code."""
    codes = [kind.code for kind in LEAVES]

    assert len(codes) == len(set(codes)) >= 20


def test_problems_are_all_listed():
    """Each with its place, in order."""
    wrong = (Problem("/a", "x", "expected one"), Problem("/b", "y", "Expected two."))
    document = json.loads(problem_response(Invalid("wrong", wrong), "r-1").body)

    assert document["errors"] == [
        {"pointer": "/a", "code": "x", "detail": "Expected one."},
        {"pointer": "/b", "code": "y", "detail": "Expected two."},
    ]


def test_the_instance_names_this_request():
    """Whatever an id consists of, the instance stays one URN."""
    document = json.loads(problem_response(GateError("x"), 'a"/%b').body)

    assert document["request_id"] == 'a"/%b'
    assert document["instance"] == "urn:gate:request:a%22%2F%25b"


@pytest.mark.parametrize("kind", LEAVES, ids=lambda kind: kind.__name__)
def test_whoever_may_try_again_is_told_when(kind):
    """Retry-After stands on 429 and 503 at least."""
    response = problem_response(kind("x"), "r")

    if kind.status in {429, 503}:
        assert int(response.headers["retry-after"]) >= 0
    assert ("retry-after" in response.headers) == (kind.retry_after_s is not None)


def test_strangers_are_told_the_scheme():
    """RFC 9110 asks for it on 401, and there alone."""
    assert problem_response(Unauthenticated("x"), "r").headers["www-authenticate"] == "Bearer"
    assert "www-authenticate" not in problem_response(Overloaded("x"), "r").headers
