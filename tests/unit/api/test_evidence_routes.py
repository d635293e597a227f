"""`/v1/evidence`."""

import hashlib

import pytest

from gate.limits import EVIDENCE_BYTES_MAX
from tests.service import BINARY


def path_of(content):
    return f"/v1/evidence/{hashlib.sha256(content).hexdigest()}"


def put(client, content, path=None, **headers):
    return client.put(path or path_of(content), content=content, headers={**BINARY, **headers})


def test_a_file_is_stored_once(client):
    """201 the first time, 200 ever after; both say where it is."""
    content = b"a report"
    first, second = put(client, content), put(client, content)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == {
        "digest": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "new": True,
    }
    assert second.json()["new"] is False
    assert first.headers["location"] == path_of(content)


def test_a_file_comes_back_as_it_was(client):
    """As a download that no browser takes for a page."""
    content = b"<script>alert(1)</script>"
    put(client, content)
    answer = client.get(path_of(content))

    assert (answer.status_code, answer.content) == (200, content)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-length"] == str(len(content))


def test_whether_a_file_is_there_can_be_asked(client):
    """With its size, without its bytes."""
    content = b"x" * 1000
    assert client.head(path_of(content)).status_code == 404
    put(client, content)
    answer = client.head(path_of(content))

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == "1000"


def test_an_empty_file_is_a_file(client):
    """It has a digest like any other."""
    assert put(client, b"").status_code == 201
    assert client.get(path_of(b"")).content == b""


def test_other_bytes_than_the_name_says_are_refused(client):
    """And nothing is stored under that name."""
    path = path_of(b"announced")
    answer = put(client, b"something else", path)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert client.head(path).status_code == 404


@pytest.mark.parametrize(
    "name", ["0" * 63, "0" * 65, "A" * 64, "..%2f" * 8, "g" * 64, "0" * 64 + "%0a"]
)
def test_what_is_no_digest_is_refused(client, name):
    """No name leads anywhere else in the file system."""
    answer = put(client, b"x", f"/v1/evidence/{name}")

    assert answer.status_code in {404, 422}


@pytest.mark.parametrize("stated", ["application/json", "text/plain", ""])
def test_files_are_sent_as_bytes(client, stated):
    """Whatever they hold."""
    answer = put(client, b"x", **{"Content-Type": stated})

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_a_file_larger_than_a_request_is_taken(client):
    """In pieces, with a bound of its own."""
    content = b"x" * (4 * 1024 * 1024)

    assert put(client, content).status_code == 201
    assert client.get(path_of(content)).content == content


def test_a_file_past_its_bound_is_refused(client):
    """By its declared length, before anything is read."""
    answer = put(client, b"", path_of(b""), **{"Content-Length": str(EVIDENCE_BYTES_MAX + 1)})

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_what_was_not_given_is_not_found(client):
    """Like a name that never was."""
    answer = client.get("/v1/evidence/" + "1" * 64)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
