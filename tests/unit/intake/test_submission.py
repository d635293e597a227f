"""From the bytes of a body to a submission."""

import base64
import hashlib
import json

import pytest
import rfc8785

from fixtures.render import case_names, render_case
from gate.errors import DocumentInvalid, Invalid, Refused
from gate.intake.submission import Attachment, read_submission, request_digest, revalidate
from gate.limits import (
    ATTACHMENT_BYTES_MAX,
    ATTACHMENT_NAME_CHARS_MAX,
    ATTACHMENTS_MAX,
    FILE_NAME_CHARS_MAX,
    IDEMPOTENCY_KEY_CHARS_MAX,
)
from tests.contract.poison import body_of
from tests.request_example import full_request, minimal_request

CARD = {"id": "card", "format": "hf_card", "filename": "README.md", "content": "# é\n"}


def sha256(value) -> str:
    """The digest of the canonical form of `value`, by the reference implementation."""
    return "sha256:" + hashlib.sha256(rfc8785.dumps(value)).hexdigest()


def problems(*attachments):
    """(pointer, code) of the problems of a body with `attachments`."""
    try:
        read_submission(body_of(minimal_request(), attachments=list(attachments)))
    except Invalid as error:
        return [(problem.pointer, problem.code) for problem in error.problems]
    return []


def test_a_request_alone_is_a_submission():
    """Nothing but the request is needed."""
    request = minimal_request()

    submission = read_submission(body_of(request))

    assert submission.document == request
    assert submission.request.system.id == request["system"]["id"]
    assert submission.attachments == ()
    assert submission.idempotency_key is None
    assert submission.body_hash == sha256({"request": request})
    assert submission.request_digest == sha256({"request": request, "attachments": []})


def test_attachments_are_read_as_bytes():
    """Text is UTF-8, base64 is whatever it encodes; both keep their order and their names."""
    bom = {
        "id": "bom",
        "format": "auto",
        "content_base64": base64.b64encode(b"\x00\xff").decode(),
    }

    submission = read_submission(body_of(minimal_request(), attachments=[CARD, bom]))

    assert submission.attachments == (
        Attachment("card", "hf_card", "README.md", "# é\n".encode()),
        Attachment("bom", "auto", None, b"\x00\xff"),
    )


def test_approvers_sign_the_request_without_approvals_and_the_attachments_by_id():
    """The digest does not depend on approvals, on the order of attachments, or on how bytes are
    written; it does depend on everything else."""
    request = full_request()
    other = {"id": "a", "format": "hf_card", "content": "a"}
    encoded = {
        "id": "card",
        "format": "hf_card",
        "content_base64": base64.b64encode("# é\n".encode()).decode(),
    }
    unapproved = {name: value for name, value in request.items() if name != "approvals"}
    expected = sha256(
        {
            "request": unapproved,
            "attachments": [
                {
                    "id": attached["id"],
                    "format": "hf_card",
                    "sha256": hashlib.sha256(attached["content"].encode()).hexdigest(),
                }
                for attached in (other, CARD)
            ],
        }
    )

    def digest(request, *attachments):
        return read_submission(body_of(request, attachments=attachments)).request_digest

    assert digest(request, CARD, other) == expected
    assert digest(unapproved, other, encoded) == expected
    assert digest({**request, "x_note": 1}, CARD, other) != expected
    assert digest(request, CARD) != expected
    assert request_digest(request, ()) == digest(request)


def test_the_same_body_has_the_same_hash():
    """However it is spaced, ordered and escaped; another value is another body."""
    request = minimal_request()
    body = {"request": request, "attachments": [CARD]}
    turned = {"attachments": [CARD], "request": dict(reversed(request.items()))}

    hashes = {
        read_submission(written.encode()).body_hash
        for written in (
            json.dumps(body),
            json.dumps(turned, indent=3),
            json.dumps(body, ensure_ascii=False),
        )
    }

    assert hashes == {sha256(body)}
    changed = {**request, "approvals": []}
    assert read_submission(body_of(changed)).body_hash not in hashes


def test_the_request_can_state_an_idempotency_key():
    """It is handed on, and has the form that the header has."""
    request = minimal_request()
    for key in ("!", "k" * IDEMPOTENCY_KEY_CHARS_MAX):
        request["request"]["idempotency_key"] = key
        assert read_submission(body_of(request)).idempotency_key == key

    for wrong, code in (("", "bad_format"), ("k" * (IDEMPOTENCY_KEY_CHARS_MAX + 1), "too_long")):
        request["request"]["idempotency_key"] = wrong
        with pytest.raises(Invalid) as caught:
            read_submission(body_of(request))
        (problem,) = caught.value.problems
        assert (problem.pointer, problem.code) == ("/request/request/idempotency_key", code)


@pytest.mark.parametrize(
    ("attached", "expected"),
    [
        ({"format": "f", "content": ""}, ("/id", "missing")),
        ({"id": "a", "content": ""}, ("/format", "missing")),
        ({"id": "a", "format": "f"}, ("", "one_content")),
        ({"id": "a", "format": "f", "content": "", "content_base64": ""}, ("", "one_content")),
        ({"id": "a", "format": "f", "content": None}, ("/content", "null")),
        ({"id": "a", "format": "f", "content": ["a"]}, ("/content", "wrong_type")),
        ({"id": "a", "format": "f", "content": "", "x_own": 1}, ("/x_own", "unknown_field")),
        ({"id": "a/b", "format": "f", "content": ""}, ("/id", "bad_format")),
        ({"id": "", "format": "f", "content": ""}, ("/id", "bad_format")),
        ({"id": "a\n", "format": "f", "content": ""}, ("/id", "bad_format")),
        ({"id": "é", "format": "f", "content": ""}, ("/id", "bad_format")),
        ({"id": 1, "format": "f", "content": ""}, ("/id", "wrong_type")),
        ({"id": "a", "format": "f f", "content": ""}, ("/format", "bad_format")),
        ({"id": "a", "format": "f", "content": "", "filename": 1}, ("/filename", "wrong_type")),
        ("a", ("", "wrong_type")),
        (None, ("", "null")),
    ],
)
def test_wrong_attachments_are_refused(attached, expected):
    """Each problem names its place inside the attachment."""
    pointer, code = expected

    assert problems(CARD, attached) == [(f"/attachments/1{pointer}", code)]


@pytest.mark.parametrize("text", ["Zg", "Zg=", "Zh==", "Zg==\n", "Z g==", "_w==", "é", "====", "="])
def test_base64_has_one_form(text):
    """Only the padded standard form of the bytes is read, so that equal content is equal text."""
    attached = {"id": "a", "format": "f", "content_base64": text}

    assert problems(attached) == [("/attachments/0/content_base64", "bad_format")]


def test_ids_of_attachments_are_unique():
    """The second of two equal ids is the problem."""
    assert problems(CARD, {**CARD, "id": "b"}, CARD) == [("/attachments/2/id", "duplicate")]


def test_attachments_are_bounded():
    """Their number, their bytes and their names: at the bound, and one past it."""
    name = "n" * ATTACHMENT_NAME_CHARS_MAX
    file_name = "f" * FILE_NAME_CHARS_MAX
    many = [{**CARD, "id": str(number)} for number in range(ATTACHMENTS_MAX + 1)]
    text = "é" * (ATTACHMENT_BYTES_MAX // 2)
    encoded = base64.b64encode(b"a" * ATTACHMENT_BYTES_MAX).decode()
    encoded_past = base64.b64encode(b"a" * (ATTACHMENT_BYTES_MAX + 1)).decode()
    bare = {"id": "a", "format": "f"}

    assert problems(*many[:-1]) == []
    assert problems(*many) == [("/attachments", "too_long")]
    assert problems({**bare, "content": text}) == []
    assert problems({**bare, "content": text + "a"}) == [("/attachments/0/content", "too_long")]
    assert problems({**bare, "content_base64": encoded}) == []
    assert problems({**bare, "content_base64": encoded_past}) == [
        ("/attachments/0/content_base64", "too_long")
    ]
    assert problems({**CARD, "id": name, "format": name, "filename": file_name}) == []
    assert problems({**CARD, "id": name + "n"}) == [("/attachments/0/id", "bad_format")]
    assert problems({**CARD, "format": name + "n"}) == [("/attachments/0/format", "bad_format")]
    assert problems({**CARD, "filename": file_name + "f"}) == [
        ("/attachments/0/filename", "too_long")
    ]


def test_a_document_after_import_is_checked_again():
    """What an attached document filled in has to fit the schema, like everything else."""
    document = minimal_request()
    assert revalidate(document).system.id == document["system"]["id"]

    document["models"][0]["task"] = 7
    with pytest.raises(DocumentInvalid) as caught:
        revalidate(document)

    (problem,) = caught.value.problems
    assert (problem.pointer, problem.code) == ("/request/models/0/task", "wrong_type")


REFUSED = [
    name
    for name in case_names()
    if render_case(name).expected.get("code") in ("malformed", "invalid")
]


@pytest.mark.parametrize("name", [name for name in case_names() if name not in REFUSED])
def test_the_cases_that_come_with_the_project_are_read(name):
    """Each is a valid body; where it is allowed, approvals sign the digest that the gate computes."""
    submission = read_submission(render_case(name).body())

    if name.endswith("_allow"):
        for approval in submission.document.get("approvals", []):
            assert "sha256:" + approval["subject_digest"]["value"] == submission.request_digest


@pytest.mark.parametrize("name", REFUSED)
def test_the_cases_that_are_invalid_are_refused(name):
    """Each is refused as it says, at the places it names."""
    case = render_case(name)

    with pytest.raises(Refused) as caught:
        read_submission(case.body())
    error = caught.value

    assert (error.status, error.code) == (case.expected["status"], case.expected["code"])
    assert sorted(problem.pointer for problem in error.problems) == case.expected["pointers"]
