"""Model and dataset cards."""

import pytest

from gate.intake.documents.hf_card import HfCardImporter

CARD = b"""---
language: [en, sv]
license: apache-2.0
base_model: skogs-lab/skogs-base
datasets: [beans, None]
library_name: transformers
pipeline_tag: text-classification
co2_eq_emissions: {emissions: 2500000, source: estimate}
model-index:
- name: bean-sorter
  results:
  - task: {type: image-classification}
    dataset: {type: beans, name: Beans, split: test}
    metrics: [{type: accuracy, value: 0.9}, {type: loss, value: "0.3 +- 0.1"}]
widget:
- text: hello
---
# Model Card for Bean Sorter

<!-- Provide a quick summary of what the model is/does. -->

It sorts beans.

## Model Details

### Model Description

- **Developed by:** [More Information Needed]
- **Model type:** Vision transformer
- **License:** mit
- **Finetuned from model [optional]:** another/base

## Uses

### Direct Use

Sorting beans on a belt. The operator looks at what was sorted out.

It must not be used for medicine made of beans.

### Out-of-Scope Use

- Sorting anything that is not a bean.
- [More Information Needed]

## Bias, Risks, and Limitations

<!-- This section is meant to convey both technical and sociotechnical limitations. -->

Dark beans on a dark belt are missed.

### Light

It was trained in daylight only.

### Recommendations

Users (both direct and downstream) should be made aware of the risks, biases and limitations of the
model. More information needed for further recommendations.

## Ethical Considerations

Sorters may lose their work.

## Training Details

### Training Data

Two thousand pictures of beans.

## Environmental Impact

- **Carbon Emitted:** 11 kg

## Model Card Authors [optional]

Tuva Lie, Isak Dahlin

## Model Card Contact

cards@lindqvist-konstruktion.example
"""


def _read(text):
    return HfCardImporter().read(text if isinstance(text, bytes) else text.encode())


def _model(text):
    return _read(text).models[0].fields


def test_front_matter_and_headings_are_both_read():
    """Each row of the mapping, with the front matter first where both speak."""
    reading = _read(CARD)

    assert reading.models[0].fields == {
        "licence": {"expression": "Apache-2.0"},
        "base_models": [{"name": "skogs-lab/skogs-base"}],
        "task": "text-classification",
        "energy": {"co2e_t": 2.5},
        "architecture_family": "Vision transformer",
        "limitations": [
            "Dark beans on a dark belt are missed.",
            "It was trained in daylight only.",
        ],
        "out_of_scope_uses": [
            "It must not be used for medicine made of beans.",
            "Sorting anything that is not a bean.",
        ],
        "card": {"authors": ["Tuva Lie", "Isak Dahlin"]},
    }
    assert reading.datasets == ("beans",)
    assert reading.tooling == ({"name": "transformers"},)
    assert [metric["value"] for metric in reading.runs[0]["metrics"]] == [0.9, 0.3]
    assert reading.valid


def test_uses_and_risks_are_suggestions():
    """They are not fields of a model."""
    suggestions = _read(CARD).suggestions

    assert suggestions == {
        "system": {
            "intended_uses": [
                {
                    "id": "use-1",
                    "description": "Sorting beans on a belt. The operator looks at what was "
                    "sorted out.",
                }
            ]
        },
        "risk": {"risks": [{"id": "risk-1", "description": "Sorters may lose their work."}]},
    }


def test_what_has_no_place_is_named():
    """Fields of the front matter and headings with content, in their order."""
    assert _read(CARD).unmapped_fields == (
        "Model Card for Bean Sorter",
        "Training Details > Training Data",
        "language",
        "widget",
    )


def test_the_names_of_a_model():
    """What the card states, then its title."""
    assert _read(CARD).models[0].names == ("bean-sorter", "Bean Sorter")
    assert _read("---\nmodel_name: x/y\n---\n# Pods\n").models[0].names == ("x/y", "Pods")
    assert _read("# Model Card: Whisper\n").models[0].names == ("Whisper",)
    assert _read("# GPT-2 model card\n").models[0].names == ("GPT-2",)
    assert _read("no heading").models[0].names == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Title\n\n## Limitations\n\n[More Information Needed]\n\n## Intended Use\n\nTBD\n",
        "---\nlicense: other\npipeline_tag: '{{ task }}'\ndatasets: [None]\n---\n",
        "## Limitations\n\nThis section is meant to convey both technical and sociotechnical "
        "limitations.\n",
        "## Limitations\n\nNone\n",
        "## Bias, Risks, and Limitations\n\n{{ bias_risks_limitations }}\n",
    ],
)
def test_placeholders_are_not_information(text):
    """Neither they nor a template's own text fill anything."""
    reading = _read(text)

    assert reading.models[0].fields == {}
    assert reading.datasets == ()
    assert reading.suggestions == {}


@pytest.mark.parametrize(
    ("metadata", "licence"),
    [
        ("license: mit", {"expression": "MIT"}),
        ("license: [mit, apache-2.0]", {"expression": "MIT AND Apache-2.0"}),
        ("license: [mit, unknown]", None),
        ("license: cc", None),
        ("license: other", None),
        ("license: other\nlicense_name: fair-use", {"expression": "LicenseRef-fair-use"}),
        (
            "license: other\nlicense_name: fair use\nlicense_link: https://x.example/l",
            {"expression": "LicenseRef-fair-use", "custom_uri": "https://x.example/l"},
        ),
        ("license: other\nlicense_link: LICENSE.md", None),
        ("license: llama3.1", {"expression": "LicenseRef-llama3.1"}),
        ("license: {a: b}", None),
        ("license:", None),
        ("license: 4", None),
    ],
)
def test_a_licence_is_an_spdx_expression_or_nothing(metadata, licence):
    """What says too little is left out; a path is no address."""
    assert _model(f"---\n{metadata}\n---\n").get("licence") == licence


def test_the_licence_of_a_bullet_serves_where_the_front_matter_has_none():
    """As older cards state it."""
    bullet = "## Model Description\n\n- **License:** mit\n- **Finetuned from:** a/b, c/d\n"

    assert _model(bullet)["licence"] == {"expression": "MIT"}
    assert _model("---\nlicense: bsd-2-clause\n---\n" + bullet)["licence"] == {
        "expression": "BSD-2-Clause"
    }


@pytest.mark.parametrize(
    ("value", "bases"),
    [
        ("a/b", ["a/b"]),
        ("[a/b, c/d, a/b]", ["a/b", "c/d"]),
        ("{name: a/b}", None),
        ("[]", None),
        ("", None),
    ],
)
def test_base_models_are_one_name_or_a_list(value, bases):
    """Anything else is noted and left out."""
    stated = _model(f"---\nbase_model: {value}\n---\n").get("base_models")

    assert (stated and [base["name"] for base in stated]) == bases


@pytest.mark.parametrize(
    ("text", "tonnes"),
    [
        ("co2_eq_emissions: 1500", 0.0015),
        ("co2_eq_emissions: {emissions: 1500}", 0.0015),
        ("co2_eq_emissions: '2.5 kg'", 0.0025),
        ("co2_eq_emissions: 39.3 tCO2eq", 39.3),
        ("co2_eq_emissions: 11,250 kg CO2 eq.", 11.25),
        ("co2_eq_emissions: 2000000", 2),
        ("co2_eq_emissions: -5", None),
        ("co2_eq_emissions: much", None),
        ("co2_eq_emissions: 45-60 kg", None),
        ("co2_eq_emissions: {a: 1}", None),
    ],
)
def test_emissions_are_tonnes(text, tonnes):
    """Grams where no unit stands, as cards state it; a span or a word is no mass."""
    assert _model(f"---\n{text}\n---\n").get("energy", {}).get("co2e_t") == tonnes


def test_emissions_of_a_heading():
    """As the template has them."""
    text = "## Environmental Impact\n\n- **Carbon Emitted:** 11250 kg CO2 eq.\n"

    assert _model(text)["energy"] == {"co2e_t": 11.25}


def test_a_contact_stands_in_for_authors():
    """Where the card names none."""
    assert _model("## Model Card Contact\n\na@x.example\n")["card"] == {"authors": ["a@x.example"]}


def test_a_dataset_card_says_nothing_about_a_model():
    """Its licence is that of the data."""
    card = (
        "---\nlicense: [cc-by-4.0]\nlanguage: ['no', en]\npretty_name: Sample Beans\n"
        "size_categories: [n<1K]\n---\n# Dataset Card for Sample Beans\n\n## Uses\n\nSort.\n"
    )
    reading = _read(card)

    assert reading.models == ()
    assert reading.data[0].names == ("Sample Beans",)
    assert reading.data[0].fields == {"licence": "CC-BY-4.0", "languages": ["no", "en"]}
    assert reading.unmapped_fields == ("size_categories", "Uses")


def test_a_dataset_card_is_known_by_its_title_too():
    """Without any front matter."""
    assert _read("# Dataset Card for Beans\n").models == ()


@pytest.mark.parametrize(
    ("content", "filename", "recognised"),
    [
        (b"---\nlicense: mit\n---\n", None, True),
        (b"\xef\xbb\xbf---\r\nlicense: mit\r\n---\r\n", None, True),
        (b"# Model", None, True),
        (b"{}", "README.md", True),
        (b"plain text", None, False),
        (b'{"bomFormat": "CycloneDX"}', "bom.json", False),
        (b"", None, False),
        (b"---", None, False),
    ],
)
def test_a_card_is_recognised_by_its_name_or_its_beginning(content, filename, recognised):
    """For documents that are sent as `auto`."""
    assert HfCardImporter().recognises(content, filename) is recognised


def test_no_warning_repeats_a_value():
    """Warnings name places; only names of fields and headings are repeated, as unmapped."""
    card = (
        "---\nlicense: [canary7]\nbase_model: {canary7: 1}\npipeline_tag: [canary7]\n"
        "co2_eq_emissions: canary7\nlicense_link: canary7\nmodel-index: canary7\n---\n"
        "## Limitations\n\n{{ canary7 }}\n"
    )

    assert not any("canary7" in warning for warning in _read(card).warnings)
