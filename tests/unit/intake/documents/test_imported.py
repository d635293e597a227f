"""Importing the attached documents of a request."""

import copy
import hashlib
from dataclasses import dataclass

import pytest

from fixtures.render import render_case
from gate.errors import DocumentInvalid
from gate.intake.documents import import_documents
from gate.intake.submission import read_submission, revalidate
from gate.limits import IMPORT_NOTE_CHARS_MAX, IMPORT_NOTES_MAX, IMPORT_TEXTS_MAX, LIST_ITEMS_MAX

CARD = b"---\nlicense: mit\ntags: [a]\n---\n# x\n\n## Limitations\n\nDark beans are missed.\n"


@dataclass(frozen=True)
class _Attached:
    id: str
    format: str
    content: bytes
    filename: str | None = None


def _document(**blocks):
    return {"models": [{"id": "m", "name": "x"}], **blocks}


def _problems(*attached, document=None):
    with pytest.raises(DocumentInvalid) as refused:
        import_documents(document or _document(), attached)
    return [(problem.pointer, problem.detail) for problem in refused.value.problems]


def test_without_attachments_the_request_is_returned_as_it_is():
    """The very same object."""
    document = _document()

    imported = import_documents(document, ())

    assert imported.document is document
    assert imported.attachments == ()


def test_an_import_is_recorded_twice():
    """In the request for the rules, and beside it for the log; the original stays as sent."""
    document = _document()
    before = copy.deepcopy(document)
    imported = import_documents(document, [_Attached("card", "hf_card", CARD)])
    sha256 = hashlib.sha256(CARD).hexdigest()

    assert document == before
    assert imported.document["models"][0]["limitations"] == ["Dark beans are missed."]
    assert imported.document["imports"] == [
        {
            "id": "card",
            "format": "hf_card",
            "digest": {"alg": "sha256", "value": sha256},
            "importer": "hf_card",
            "importer_version": "1.0.0",
            "warnings": [],
            "unmapped_fields": ["tags"],
        }
    ]
    record = imported.attachments[0]
    assert (record.id, record.digest, record.format) == ("card", f"sha256:{sha256}", "hf_card")
    assert record.valid
    assert record.unmapped_fields == ("tags",)


def test_auto_finds_the_format_out():
    """By the name of the file or the beginning of the text, and records what it found."""
    imported = import_documents(_document(), [_Attached("card", "auto", CARD)])

    assert imported.attachments[0].format == "hf_card"
    assert imported.document["imports"][0]["format"] == "hf_card"


@pytest.mark.parametrize(
    ("attached", "place"),
    [
        (_Attached("a", "auto", b"no format begins like this"), "the format"),
        (_Attached("a", "croissant", CARD), "the format"),
        (_Attached("a", "HF_CARD", CARD), "the format"),
        (_Attached("a", "hf_card", b"\xff"), "the document"),
        (_Attached("a", "hf_card", b"---\na: [\n---\n"), "the front matter, line 3"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(attached, place):
    """By the attachment's place in the body and the place inside the document."""
    (problem,) = _problems(attached)

    assert problem[0] == "/attachments/0"
    assert problem[1].startswith(place + ": ")


def test_all_unreadable_documents_are_named_at_once():
    """And the readable ones are not."""
    bad = _Attached("b", "hf_card", b"\xff")

    problems = _problems(_Attached("a", "hf_card", CARD), bad, _Attached("c", "auto", b"?"))

    assert [pointer for pointer, _ in problems] == ["/attachments/1", "/attachments/2"]


def test_no_value_of_a_document_is_repeated_in_a_refusal():
    """Nor its id, nor the format that was claimed."""
    bad = _Attached("canary7", "canary7", b"---\ncanary7: [\n---\n")
    worse = _Attached("canary7b", "hf_card", b"---\ncanary7: 1\ncanary7: 2\n---\n")

    assert "canary7" not in str(_problems(bad, worse))


def test_an_earlier_document_is_asked_first():
    """Two documents do not overwrite each other either."""
    second = CARD.replace(b"mit", b"apache-2.0").replace(b"Dark", b"Light")
    imported = import_documents(
        _document(), [_Attached("a", "hf_card", CARD), _Attached("b", "hf_card", second)]
    )

    model = imported.document["models"][0]
    assert model["licence"] == {"expression": "MIT"}
    assert model["source_ref"]["import_id"] == "a"
    assert [entry["id"] for entry in imported.document["imports"]] == ["a", "b"]


def test_an_import_that_the_request_states_is_not_changed():
    """If it names other bytes, that is said."""
    stated = {"id": "card", "digest": {"alg": "sha256", "value": "b" * 64}}
    imported = import_documents(_document(imports=[stated]), [_Attached("card", "hf_card", CARD)])
    same = {"id": "card", "digest": {"alg": "sha256", "value": hashlib.sha256(CARD).hexdigest()}}
    agreeing = import_documents(_document(imports=[same]), [_Attached("card", "hf_card", CARD)])

    assert imported.document["imports"] == [stated]
    assert any(warning.startswith("imports: ") for warning in imported.attachments[0].warnings)
    assert agreeing.attachments[0].warnings == ()


def test_the_number_of_imports_is_bounded():
    """With as many as the schema allows the request stays valid; one more is refused."""
    attached = _Attached("card", "hf_card", CARD)
    full = [{"id": str(number)} for number in range(LIST_ITEMS_MAX)]

    imported = import_documents(_document(imports=full[1:]), [attached])
    assert len(imported.document["imports"]) == LIST_ITEMS_MAX
    assert _problems(attached, document=_document(imports=full))[0][0] == "/request/imports"


def test_notes_are_bounded():
    """As many unmapped fields as allowed are kept, and the last says how many are left."""

    def names(count):
        keys = "".join(f"k{number}: v\n" for number in range(count))
        card = f"---\n{keys}---\n".encode()
        return import_documents(_document(), [_Attached("a", "hf_card", card)]).attachments[0]

    exact, more = names(IMPORT_NOTES_MAX), names(IMPORT_NOTES_MAX + 1)

    assert len(exact.unmapped_fields) == len(more.unmapped_fields) == IMPORT_NOTES_MAX
    assert exact.unmapped_fields[-1] == f"k{IMPORT_NOTES_MAX - 1}"
    assert more.unmapped_fields[-1] == "and 2 more"


def test_a_note_is_bounded():
    """A heading may be a whole sentence."""

    def unmapped(length):
        card = f"# t\n\n# {'h' * length}\n\ntext of it\n".encode()
        attached = _Attached("a", "hf_card", card)
        return import_documents(_document(), [attached]).attachments[0].unmapped_fields[0]

    assert unmapped(IMPORT_NOTE_CHARS_MAX) == "h" * IMPORT_NOTE_CHARS_MAX
    assert unmapped(IMPORT_NOTE_CHARS_MAX + 1) == "h" * (IMPORT_NOTE_CHARS_MAX - 1) + "…"


def test_texts_are_bounded():
    """As many limitations as allowed are taken over; one more is left out and that is said."""

    def limitations(count):
        items = "\n".join(f"- Case {number} of beans is missed." for number in range(count))
        attached = _Attached("a", "hf_card", f"## Limitations\n\n{items}\n".encode())
        imported = import_documents(_document(), [attached])
        return imported.document["models"][0]["limitations"], imported.attachments[0].warnings

    exact, silent = limitations(IMPORT_TEXTS_MAX)
    more, warned = limitations(IMPORT_TEXTS_MAX + 1)

    assert len(exact) == len(more) == IMPORT_TEXTS_MAX
    assert silent == ()
    assert warned


def test_the_sample_with_a_card_is_valid_after_its_import():
    """The request that the rules see keeps the schema."""
    submission = read_submission(render_case("model_card_attached_dev_allow").body())
    imported = import_documents(submission.document, submission.attachments)
    model = revalidate(imported.document).models[0]

    assert model.task == "sentence-similarity"
    assert model.licence.expression == "MIT"
    assert len(model.limitations) == 1
    assert submission.request.models[0] != model


def test_the_sample_with_an_unreadable_card_is_refused():
    """At the place where its README says."""
    submission = read_submission(render_case("unreadable_card_invalid").body())

    with pytest.raises(DocumentInvalid) as refused:
        import_documents(submission.document, submission.attachments)

    assert [problem.pointer for problem in refused.value.problems] == ["/attachments/0"]
