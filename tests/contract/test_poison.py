"""Poison at the edge: each body is refused with its error, its code and its places."""

import pytest

from gate.errors import Malformed, Refused
from gate.intake.submission import read_submission
from gate.limits import BODY_BYTES_MAX
from tests.contract.poison import POISON, body_of
from tests.request_example import full_request, minimal_request


def test_what_the_rows_start_from_is_valid():
    """Each row differs from a body that is read by the one thing that its name says."""
    for request in (full_request(), minimal_request()):
        assert read_submission(body_of(request)).document == request


def test_no_row_is_lost():
    """A table that shrank by accident would pass."""
    assert len({row.name for row in POISON}) == len(POISON) >= 45


@pytest.mark.parametrize("row", POISON, ids=lambda row: row.name)
def test_poison_is_refused(row):
    """The error has its class, its status and its code, and names every place and no other."""
    with pytest.raises(Refused) as caught:
        read_submission(row.body)
    error = caught.value

    assert type(error) is row.error
    assert (error.status, error.code) == (
        (400, "malformed") if row.error is Malformed else (422, "invalid")
    )
    assert tuple((problem.pointer, problem.code) for problem in error.problems) == row.problems
    assert len(row.body) <= BODY_BYTES_MAX


def test_free_text_is_kept_as_it_is():
    """Other normal forms, directions and invisible characters are text, and are not changed."""
    text = "e\u0301 \u00e9 \u202e reversed \u2069 zero\u200bwidth \u0430nd homoglyphs \x7f\x1b[31m"
    request = minimal_request()
    request["system"]["description"] = text

    submission = read_submission(body_of(request))

    assert submission.document["system"]["description"] == text
    assert submission.request.system.description == text
