"""What the command line makes of the files it is given."""

import base64
import io
import json

import pytest

from gate.cli.body import read_input, request_body
from gate.errors import Invalid
from gate.limits import BODY_BYTES_MAX


def test_a_request_alone_becomes_a_body():
    """The bytes of the request stay as they are."""
    assert request_body(b'{"schema_version": "1.0.0", "system": {}}', []) == (
        b'{"request": {"schema_version": "1.0.0", "system": {}}}'
    )


def test_a_whole_body_is_sent_as_it_is():
    """A rendered case can be sent directly."""
    body = b'{"request": {"system": {}}, "attachments": []}'

    assert request_body(body, []) == body


def test_documents_are_attached_with_their_bytes(tmp_path):
    """FORMAT=FILE becomes an attachment named after the file."""
    card = tmp_path / "card.md"
    card.write_bytes(b"\xef\xbb\xbf# card")

    body = json.loads(request_body(b"{}", [f"hf_card={card}"]))

    assert body["attachments"][0]["id"] == "card"
    assert body["attachments"][0]["format"] == "hf_card"
    assert base64.b64decode(body["attachments"][0]["content_base64"]) == b"\xef\xbb\xbf# card"


@pytest.mark.parametrize("text", ["card.md", "=card.md", "hf_card="])
def test_a_document_without_format_or_file_is_explained(text):
    """The message shows how it is written."""
    with pytest.raises(Invalid, match="FORMAT=FILE"):
        request_body(b"{}", [text])


def test_duplicate_keys_reach_the_strict_reader():
    """Nothing on the way repairs a request."""
    assert b'"a": 1, "a": 2' in request_body(b'{"a": 1, "a": 2}', [])


def test_standard_input_is_read_for_a_dash(monkeypatch):
    """`-` is a pipe."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"{}")))

    assert read_input("-") == b"{}"


@pytest.mark.parametrize(("size", "refused"), [(BODY_BYTES_MAX, False), (BODY_BYTES_MAX + 1, True)])
def test_a_file_is_bounded(tmp_path, size, refused):
    """At the bound it is read, one byte past it is refused."""
    path = tmp_path / "request.json"
    path.write_bytes(b" " * size)

    if refused:
        with pytest.raises(Invalid, match="larger than"):
            read_input(str(path))
    else:
        assert len(read_input(str(path))) == size


def test_a_missing_file_is_named(tmp_path):
    """The reader learns which file, and why."""
    with pytest.raises(Invalid, match=r"request\.json cannot be read"):
        read_input(str(tmp_path / "request.json"))
