"""Every public card that stands beside the checkout."""

import csv
from dataclasses import dataclass

import pytest

from fixtures.render import render_case
from gate.errors import DocumentInvalid
from gate.intake.documents import import_documents
from gate.intake.quality.placeholders import says_nothing
from gate.intake.submission import read_submission, revalidate
from gate.intake.walk import texts
from tests.shared import shared

CORPUS = shared("corpus")
NOT_A_CARD = {"sample_invalid_card_data.md"}
"""Its front matter is a list: it was made to be refused."""

BREAKS_RULES = {"sample_invalid_model_index.md"}
SAYS_NOTHING = {
    *("datasetcard_template.md", "modelcard_template.md", "sample_datasetcard_template.md"),
    *("sample_template.md", "sample_no_metadata.md"),
}


@dataclass(frozen=True)
class _Attached:
    id: str
    format: str
    content: bytes
    filename: str | None = None


def _cards():
    with (CORPUS / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return sorted(row["path"] for row in rows if row["path"].endswith(".md"))


def _request():
    return read_submission(render_case("manual_search_dev_allow").body()).document


@pytest.mark.parametrize("path", _cards())
def test_every_card_is_imported_or_refused_with_a_reason(path):
    """What it fills keeps the schema. `-s` shows what was mapped, and what was not."""
    content, name = (CORPUS / path).read_bytes(), path.rpartition("/")[2]
    attached = _Attached("card", "hf_card", content, name)
    document = _request()

    if name in NOT_A_CARD:
        with pytest.raises(DocumentInvalid):
            import_documents(document, [attached])
        return
    imported = import_documents(document, [attached])
    record = imported.attachments[0]
    revalidate(imported.document)

    added = texts(imported.document["models"]) - texts(document["models"])
    assert not [text for text in added if says_nothing(text)]
    assert record.valid is (name not in BREAKS_RULES)
    assert imported.document["imports"][0]["digest"]["value"] == record.digest[7:]
    mapped = _mapped(document, imported.document)
    if name in SAYS_NOTHING:
        assert mapped in ([], ["card", "source_ref"])
    print(f"\n  {name}: {', '.join(mapped) or 'nothing'}")
    print(f"    warnings: {'; '.join(record.warnings)}")
    print(f"    unmapped: {', '.join(record.unmapped_fields)}")


def _mapped(before, after):
    stated, filled = before["models"][0], after["models"][0]
    return sorted(name for name, value in filled.items() if stated.get(name) != value)


def test_two_public_cards_say_what_their_authors_wrote():
    """The limits and the uses out of scope of two well-known models."""
    found = {}
    for path in ("openai/whisper.model-card.md", "openai/gpt-2.model_card.md"):
        attached = _Attached("card", "auto", (CORPUS / path).read_bytes())
        found[path] = import_documents(_request(), [attached]).document["models"][0]
    whisper, gpt = found.values()

    assert len(whisper["limitations"]) == 4
    assert "high-risk domains" in whisper["out_of_scope_uses"][0]
    assert len(gpt["limitations"]) == 2
    assert len(gpt["out_of_scope_uses"]) == 2
