"""Policy inputs of complete requests: those of the sample cases, and the two that stand beside."""

import copy
from collections.abc import Collection
from pathlib import Path
from typing import Any

import orjson

from fixtures.render import INSTANT, case_names
from gate.policy.active import ActivePolicy
from gate.policy.engine import Engine
from gate.policy.release import Release
from tests.cases import asked_case
from tests.shared import ROOT

Document = dict[str, Any]

_EXAMPLES = ROOT.parent / "shared" / "examples"


class _Listening:
    """An engine that remembers what it was asked."""

    name = "wasm"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.asked = b""

    def evaluate(self, policy_input: bytes, *, seconds: float) -> bytes:
        self.asked = policy_input
        return self._engine.evaluate(policy_input, seconds=seconds)

    def check(self, *, seconds: float) -> None:
        self._engine.check(seconds=seconds)

    def close(self) -> None:
        self._engine.close()


def case_inputs(
    release: Release, engine: Engine, folder: Path, *, outcomes: Collection[str] = ("allow",)
) -> dict[str, Document]:
    """What the rules see of every sample case that ends so, by the name of the case."""
    listening = _Listening(engine)
    policy = ActivePolicy(release, listening, INSTANT)
    found = {}
    for name in case_names():
        if name.rpartition("_")[2] in outcomes:
            with asked_case(policy, folder / name, name, INSTANT) as asked:
                asked.answer()
            found[name] = orjson.loads(listening.asked)
    return found


def example_inputs() -> dict[str, Document]:
    """The complete policy inputs beside this checkout; none when they are not there."""
    return {
        path.name.partition(".")[0]: orjson.loads(path.read_bytes())
        for path in sorted(_EXAMPLES.glob("*.policy-input.json"))
    }


def variants(document: Document) -> dict[str, Document]:
    """The same request about other data or another action, for rules that speak of such alone."""
    return {
        "special_category_data": _special_category(copy.deepcopy(document)),
        "scraped_data": _scraped(copy.deepcopy(document)),
        "synthetic_data": _synthetic(copy.deepcopy(document)),
        "rollback": _rolled_back(copy.deepcopy(document)),
        "retirement": _retired(copy.deepcopy(document)),
    }


def _special_category(document: Document) -> Document:
    dataset = document["data"][0]
    dataset["personal_data"] = "special_category"
    dataset["special_categories"] = ["health"]
    assessment = _item(document, dataset["dpia"])
    assessment["fields"]["special_category"] = [
        {
            "dataset": dataset["id"],
            "category": "health",
            "exemption": "explicit_consent",
            "reference": "chapter 4.2",
        }
    ]
    return document


def _scraped(document: Document) -> Document:
    dataset = document["data"][0]
    fields = {"opt_out_signals": ["robots.txt"], "complaint_contact": "rights@example.org"}
    policy = _item(document, document["organisation"]["aims"]["data_process"])
    document["evidence"].append(
        {**policy, "id": "opt-out", "kind": "opt_out_policy", "fields": fields}
    )
    document["facts"]["evidence"]["opt-out"] = document["facts"]["evidence"][policy["id"]]
    dataset["acquisition"] |= {"method": "scraped", "opt_out_policy": {"evidence_id": "opt-out"}}
    return document


def _synthetic(document: Document) -> Document:
    for dataset in document["data"]:
        dataset["synthetic"] = True
        dataset["acquisition"]["source"] = document["models"][0]["id"]
    return document


def _rolled_back(document: Document) -> Document:
    document["request"]["action"] = "rollback"
    digests = [model["artifact"]["digest"] for model in document["models"]]
    digests.append(document["resources"]["compute"]["environment_digest"])
    allowed = [f"{digest['alg']}:{digest['value']}" for digest in digests]
    document["facts"] |= {"live": {"version": "4.1.2", "digests": allowed}, "staged": []}
    return document


def _retired(document: Document) -> Document:
    document["request"]["action"] = "retire"
    for party in document["transparency"]["interested_parties"]:
        party["information"].append("retirement")
    return document


def _item(document: Document, reference: Document) -> Document:
    items: list[Document] = document["evidence"]
    return next(item for item in items if item["id"] == reference["evidence_id"])
