"""No value that was sent comes back in an error."""

import json
from copy import deepcopy

import pytest

from gate.errors import Refused
from gate.intake.submission import read_submission, revalidate
from tests.contract.poison import POISON, body_of
from tests.request_example import fields, full_request, value_at

CANARY = "canary-5f1d"
FULL = full_request()


def said(error):
    """Everything that an error says, its causes and their inputs included."""
    texts = [str(error), repr(error), error.detail]
    texts += [f"{problem.pointer} {problem.code} {problem.detail}" for problem in error.problems]
    if error.__cause__ is not None:
        texts.append(repr(error.__cause__))
    if error.__context__ is not None and not error.__suppress_context__:
        texts.append(repr(error.__context__))
    return "\n".join(texts)


def wrong_values():
    """Values that hold the canary, each wrong for most fields."""
    return (
        CANARY * 2000,
        f"{CANARY} \\ \n",
        [CANARY],
        [{CANARY: CANARY}],
        {"x_own": CANARY},
        {"x_own": [CANARY * 2000]},
        int("5" * 15),
    )


@pytest.mark.parametrize("field", list(fields()), ids=lambda field: field.pointer)
def test_values_of_fields_are_not_echoed(field):
    """Whatever stands in whichever field, an error names the place and not the value."""
    request = deepcopy(FULL)
    holder = value_at(request, field.steps[:-1])
    for wrong in wrong_values():
        holder[field.steps[-1]] = wrong
        try:
            read_submission(body_of(request))
        except Refused as error:
            text = said(error).replace(f"/{CANARY}", "")
            assert CANARY not in text
            assert "5" * 15 not in text


@pytest.mark.parametrize("row", POISON, ids=lambda row: row.name)
def test_poison_is_not_echoed(row):
    """Malformed bodies are not quoted either, whatever stands around the flaw."""
    body = row.body.replace(b': "text"', f': "{CANARY}"'.encode())
    for poisoned in (body, json.dumps(CANARY).encode() + body, body + CANARY.encode()):
        with pytest.raises(Refused) as caught:
            read_submission(poisoned)

        assert CANARY not in said(caught.value)


@pytest.mark.parametrize(
    "attached",
    [
        CANARY,
        {"id": CANARY + "!", "format": CANARY + "!", "content": [CANARY]},
        {"id": CANARY, "format": CANARY, "content_base64": CANARY},
        {"id": CANARY, "format": CANARY, "filename": CANARY * 99, "content": CANARY},
    ],
)
def test_attachments_are_not_echoed(attached):
    """Neither what an attachment holds nor what it is called comes back."""
    with pytest.raises(Refused) as caught:
        read_submission(body_of(FULL, attachments=[attached, attached]))

    assert CANARY not in said(caught.value)


def test_what_an_import_filled_in_is_not_echoed():
    """A document that an importer changed is checked with the same care."""
    with pytest.raises(Refused) as caught:
        revalidate({**FULL, "system": {**FULL["system"], "version": [CANARY]}})

    assert CANARY not in said(caught.value)
