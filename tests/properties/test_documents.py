"""No document makes an importer fail in any other way than by refusing it."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.render import render_case
from gate.canon import canonical_bytes
from gate.errors import DocumentInvalid
from gate.intake.documents import Unreadable, import_documents, partial_request
from gate.intake.submission import Attachment, read_submission, revalidate
from gate.strict_yaml import YamlInvalid, read_yaml

_WORDS = st.sampled_from(
    [
        *(
            "# ",
            "## Limitations",
            "### Uses",
            "- ",
            "**License:** mit",
            "```",
            "<!--",
            "-->",
            "|a|b|",
        ),
        *("[x](y)", "![", "---", "===", "{{ x }}", "license: mit", "model-index:", "- name: a"),
        *(
            "  results:",
            "  - metrics: [{type: f1, value: 1}]",
            "datasets: [a]",
            "&a",
            "*a",
            "!!int",
        ),
        *(
            "\r\n",
            "\n",
            "\n\n",
            "    ",
            "\t",
            "text of a card",
            "co2_eq_emissions: 1",
            "\u0301",
            "\ufeff",
        ),
    ]
)
_MARKDOWN = st.lists(_WORDS | st.text(max_size=8), max_size=40).map("".join)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=20,
)
_FIELDS = st.dictionaries(
    st.sampled_from(
        [
            *("license", "license_name", "license_link", "base_model", "datasets", "pipeline_tag"),
            *("library_name", "model_name", "model-index", "co2_eq_emissions", "language", "tags"),
            *("pretty_name", "task_ids"),
        ]
    ),
    _JSON,
    max_size=6,
)

_REQUEST = read_submission(render_case("model_card_attached_dev_allow").body()).document


def _import(content: bytes) -> None:
    try:
        answer = partial_request("hf_card", content)
    except Unreadable:
        return
    assert canonical_bytes(answer)


@settings(max_examples=300, deadline=None)
@given(_MARKDOWN)
def test_any_markdown_is_read_or_refused(text):
    """Whatever stands in it, and what comes out is I-JSON."""
    _import(text.encode("utf-8", "surrogatepass"))
    _import(b"---\n" + text.encode("utf-8", "surrogatepass") + b"\n---\n# a\n")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    """Most of them are no text."""
    _import(content)


@settings(max_examples=300, deadline=None)
@given(_FIELDS)
def test_any_value_of_any_field_is_read_or_noted(fields):
    """JSON is YAML, so a field may hold anything."""
    text = json.dumps(fields, ensure_ascii=True)
    _import(f"---\n{text}\n---\n".encode())


@settings(max_examples=200, deadline=None)
@given(_FIELDS, _MARKDOWN)
def test_after_any_import_the_request_keeps_its_schema(fields, text):
    """Whatever a document fills, the rules see a valid request."""
    content = f"---\n{json.dumps(fields)}\n---\n".encode() + text.encode("utf-8", "replace")
    try:
        imported = import_documents(_REQUEST, [Attachment("card", "hf_card", None, content)])
    except DocumentInvalid:
        return
    revalidate(imported.document)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(list("-:[]{}&*!|>'\"#%@`,? \n\tab01.~")), max_size=60).map("".join))
def test_any_yaml_is_read_or_refused(text):
    """And what is read can be written as canonical JSON."""
    try:
        value = read_yaml(text).value
    except YamlInvalid:
        return
    assert canonical_bytes(value)
