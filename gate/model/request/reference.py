"""How a request points at something: a digest, a piece of evidence, an imported document."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.block import Block
from gate.model.request.scalars import ShortText

SourceFormat = Literal[
    "native",
    "hf_card",
    "model_card_toolkit",
    "cyclonedx",
    "spdx3",
    "mlflow",
    "croissant",
    "data_card",
    "sagemaker",
    "chai",
    "spacy_meta",
    "mof",
    "tad",
    "nl_register",
    "uk_atrs",
    "canada_aia",
    "us_inventory",
    "ms_rai",
    "annex_iv",
    "factsheet",
    "fairlearn",
    "aequitas",
    "evidently",
    "deepchecks",
    "giskard",
    "garak",
    "pyrit",
    "promptfoo",
    "manual",
]


class Digest(Block):
    """The digest of an artefact; `value` is lower-case hex."""

    alg: Literal["sha256", "sha384", "sha512"]
    value: ShortText


class EvidenceRef(Block):
    """A reference to an item of `evidence` by its `id`."""

    evidence_id: ShortText


class Source(Block):
    """Where a value was read.

    `pointer` is a JSON pointer or a path of headings; `import_id` names an item of `imports`.
    """

    format: SourceFormat
    pointer: ShortText | MISSING = MISSING
    import_id: ShortText | MISSING = MISSING
