"""What one document would give a request."""

import pytest

from gate.intake.documents import Unreadable, partial_request

CARD = b"""---
license: mit
datasets: [beans]
library_name: timm
model-index:
- name: sorter
  results:
  - dataset: {name: Beans, type: beans}
    metrics: [{type: f1, value: 0.66}]
tags: [a]
---
# Sorter

## Model version

1.5 million parameters, the second one

## Direct Use

Sorting beans on a belt.
"""


def test_a_partial_request_is_a_beginning():
    """With suggestions and results, which never enter a request by themselves."""
    assert partial_request("hf_card", CARD) == {
        "request": {
            "models": [
                {
                    "id": "model",
                    "name": "sorter",
                    "version": "1.5 million parameters, the second one",
                    "licence": {"expression": "MIT"},
                    "source_ref": {"format": "hf_card"},
                }
            ],
            "data": [{"id": "beans", "name": "beans", "role": ["train"]}],
            "evaluation": {
                "runs": [
                    {
                        "id": "result-1",
                        "kind": "performance",
                        "dataset_id": "beans",
                        "metrics": [{"name": "f1", "value": 0.66, "unit": "ratio"}],
                        "source": {"format": "hf_card", "pointer": "/model-index/0/results/0"},
                    }
                ]
            },
            "resources": {"tooling": [{"name": "timm"}]},
            "system": {
                "intended_uses": [{"id": "use-1", "description": "Sorting beans on a belt."}]
            },
        },
        "warnings": [],
        "unmapped_fields": ["tags"],
    }


def test_a_dataset_card_begins_a_dataset():
    """And no model."""
    card = b"---\nlicense: mit\npretty_name: Beans\n---\n# Dataset Card for Beans\n"

    assert partial_request("auto", card, "README.md")["request"] == {
        "data": [
            {
                "id": "dataset",
                "name": "Beans",
                "licence": "MIT",
                "source_ref": {"format": "hf_card"},
            }
        ]
    }


@pytest.mark.parametrize("name", ["docx", "", "HF_CARD"])
def test_an_unknown_format_is_refused(name):
    """With the names of those that are known."""
    with pytest.raises(Unreadable, match="hf_card"):
        partial_request(name, CARD)
