"""Media types of answers and of bodies."""

import pytest

from gate.api.negotiation import BINARY, JSON, TEXT, check_accepted, check_sent
from gate.errors import NotAcceptable, UnsupportedMediaType


@pytest.mark.parametrize(
    "accept",
    [
        [],
        [""],
        ["*/*"],
        ["application/json"],
        ["Application/JSON"],
        ["application/*;q=0.1"],
        ["text/html, application/json;q=0.5"],
        ["text/html", "*/*;q=0.01"],
        ["application/json; charset=utf-8"],
        ["text/html;q=1, */*;q=0.8"],
    ],
)
def test_json_is_accepted(accept):
    """By its name, by a range, or by not asking for anything."""
    check_accepted(accept, JSON)


@pytest.mark.parametrize(
    "accept",
    [
        ["text/html"],
        ["text/*"],
        ["application/json;q=0"],
        ["application/json;q=0, */*"],
        ["application/*;q=0"],
        ["application/xml, text/html"],
        ["application/json;q=x"],
        ["nonsense"],
    ],
)
def test_json_is_not_accepted(accept):
    """The most specific range decides, and weight 0 means no."""
    with pytest.raises(NotAcceptable, match=JSON):
        check_accepted(accept, JSON)


@pytest.mark.parametrize(
    "stated",
    [
        "application/json",
        "APPLICATION/JSON",
        "application/json; charset=utf-8",
        'application/json;charset="UTF-8"',
        "application/json; profile=x",
    ],
)
def test_json_bodies_are_read(stated):
    """With the one charset that JSON has."""
    check_sent([stated], JSON)


@pytest.mark.parametrize(
    ("stated", "media_type"),
    [
        ([], JSON),
        ([""], JSON),
        (["text/plain"], JSON),
        (["application/jsonx"], JSON),
        (["application/x-www-form-urlencoded"], JSON),
        (["multipart/form-data; boundary=x"], JSON),
        (["application/json; charset=utf-16"], JSON),
        (["application/json", "application/json"], JSON),
        (["application/json"], BINARY),
    ],
)
def test_other_bodies_are_refused(stated, media_type):
    """And the detail says what is expected, not what was sent."""
    with pytest.raises(UnsupportedMediaType) as caught:
        check_sent(stated, media_type)

    assert media_type in caught.value.detail


def test_text_is_another_type():
    """Ranges are those of the answer's own type."""
    check_accepted(["text/*"], TEXT)
    with pytest.raises(NotAcceptable):
        check_accepted(["application/*"], TEXT)
