"""What every route has in common."""

import pytest

from gate.api.negotiation import BINARY, JSON
from tests.service import body

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
SAMPLES = {
    "{decision_id}": "01a20d9e-5718-7dee-b83b-02004a8c443a",
    "{sha256}": "0" * 64,
    "{index}": "0",
    "{control_id}": "a_9_2",
}


def sample(path):
    for name, value in SAMPLES.items():
        path = path.replace(name, value)
    return path


@pytest.fixture
def paths(client):
    """Every path with the methods that are documented for it."""
    return {
        sample(path): {method.upper() for method in operations}
        for path, operations in client.app.openapi()["paths"].items()
    }


def test_other_methods_are_refused_with_the_whole_list(client, paths):
    """405, and Allow is the union over the path."""
    for path, methods in paths.items():
        allowed = methods | ({"HEAD"} if "GET" in methods else set())
        for method in set(METHODS) - allowed:
            answer = client.request(method, path)

            assert answer.status_code == 405, (method, path)
            assert set(answer.headers["allow"].split(", ")) == allowed
            assert method == "HEAD" or answer.json()["code"] == "method_not_allowed"


def test_head_is_answered_wherever_get_is(client, paths):
    """With the same status and length, and no content."""
    for path, methods in paths.items():
        if "GET" in methods:
            get, head = client.get(path), client.head(path)

            assert head.status_code == get.status_code, path
            assert head.content == b""


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/", "/v1/decisions/", "/livez/", "//livez", "/docs", "/openapi.json"]
)
def test_other_paths_are_not_found(client, path):
    """No redirects to a similar one, and no pages of the framework."""
    answer = client.get(path, follow_redirects=False)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_answers_that_nobody_accepts_are_not_made(client, paths):
    """406 on every route, after the token and before the work."""
    for path, methods in paths.items():
        for method in methods - {"HEAD"}:
            content = body() if method == "POST" else b"" if method == "PUT" else None
            sent = {"POST": {"Content-Type": JSON}, "PUT": {"Content-Type": BINARY}}
            answer = client.request(
                method,
                path,
                content=content,
                headers={"Accept": "text/html", **sent.get(method, {})},
            )

            assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable"), path


def test_bodies_of_another_type_are_not_read(client, paths):
    """415 wherever a body is read."""
    for path, methods in paths.items():
        for method in methods & {"POST", "PUT"}:
            answer = client.request(
                method, path, content=b"{}", headers={"Content-Type": "text/plain"}
            )

            assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_unknown_parameters_are_refused_everywhere(client, paths):
    """422, so that a misspelt filter is not silently no filter."""
    for path, methods in paths.items():
        for method in methods - {"HEAD"}:
            sent = {"POST": {"Content-Type": JSON}, "PUT": {"Content-Type": BINARY}}
            answer = client.request(
                method,
                f"{path}?x=1",
                content=b"" if method in sent else None,
                headers=sent.get(method, {}),
            )

            assert answer.status_code == 422, (method, path)
            assert answer.json()["code"] == "invalid"


def test_every_answer_has_the_request_id(client, paths):
    """Errors too."""
    for path in [*paths, "/nowhere"]:
        answer = client.get(path, headers={"X-Request-ID": "r-1"})

        assert answer.headers["x-request-id"] == "r-1"
        if answer.headers["content-type"] == "application/problem+json":
            assert answer.json()["request_id"] == "r-1"
