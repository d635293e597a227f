"""The models inside the system."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.approval import SignatureRef
from gate.model.request.block import Block
from gate.model.request.reference import Digest, Source
from gate.model.request.scalars import Amount, Count, Day, Items, LongText, Score, ShortText, Uri

ArtifactFormat = Literal[
    "safetensors",
    "onnx",
    "gguf",
    "savedmodel",
    "torchscript",
    "skops",
    "pickle",
    "joblib",
    "api",
    "other",
]


class BaseModel(Block):
    """A model that this one was made from."""

    name: ShortText
    version: ShortText | MISSING = MISSING
    digest: Digest | MISSING = MISSING
    licence: ShortText | MISSING = MISSING


class ModelArtifact(Block):
    """The file or image that is deployed."""

    uri: Uri | MISSING = MISSING
    digest: Digest | MISSING = MISSING
    size_bytes: Count | MISSING = MISSING
    format: ArtifactFormat | MISSING = MISSING
    signature: SignatureRef | MISSING = MISSING


class Licence(Block):
    """The licence as an SPDX expression, or where a custom one stands."""

    expression: ShortText | MISSING = MISSING
    custom_uri: Uri | MISSING = MISSING
    commercial_use: bool | MISSING = MISSING


class Energy(Block):
    """Energy and emissions: kWh to train, Wh per thousand inferences, tonnes of CO2 equivalent."""

    training_kwh: Amount | MISSING = MISSING
    inference_wh_per_1k: Amount | MISSING = MISSING
    co2e_t: Amount | MISSING = MISSING


class ModelCard(Block):
    """The model card as a document; the gate sets `quality_score`."""

    uri: Uri | MISSING = MISSING
    digest: Digest | MISSING = MISSING
    format: ShortText | MISSING = MISSING
    last_updated: Day | MISSING = MISSING
    authors: Items[ShortText] | MISSING = MISSING
    quality_score: Score | MISSING = MISSING


class Model(Block):
    """One model: the artefact, its origin, licence, interface and limits.

    `datasets` are ids of `data`; `training_compute_flop` counts floating-point operations.
    """

    id: ShortText
    name: ShortText
    version: ShortText
    artifact: ModelArtifact | MISSING = MISSING
    source: Literal["in_house", "fine_tune", "open_weights", "vendor_api"]
    supplier_id: ShortText | MISSING = MISSING
    base_models: Items[BaseModel] | MISSING = MISSING
    licence: Licence | MISSING = MISSING
    task: ShortText | MISSING = MISSING
    architecture_family: ShortText | MISSING = MISSING
    inputs: Items[ShortText] | MISSING = MISSING
    outputs: Items[ShortText] | MISSING = MISSING
    parameters: Count | MISSING = MISSING
    training_compute_flop: Amount | MISSING = MISSING
    energy: Energy | MISSING = MISSING
    limitations: Items[LongText] | MISSING = MISSING
    tradeoffs: Items[LongText] | MISSING = MISSING
    out_of_scope_uses: Items[LongText] | MISSING = MISSING
    card: ModelCard | MISSING = MISSING
    datasets: Items[ShortText] | MISSING = MISSING
    source_ref: Source | MISSING = MISSING
