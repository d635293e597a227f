"""The quality of the texts of a request (`facts.quality`, `facts.card_score`).

What is decided here is whether a text is a placeholder. A text that is merely poor is not found
yet, so nothing here says that a text is good: the score of a card is 0 or not known.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from gate.canon import JsonObject, JsonValue
from gate.intake.placeholders import flaw_of
from gate.intake.quality_lists import quality_lists
from gate.intake.walk import Leaf

_CARD_TEXTS: Final = ("out_of_scope_uses", "limitations")


def quality(leaves: Iterable[Leaf]) -> dict[str, JsonValue]:
    """`{pointer: {"score": 0..99, "reasons": [code]}}` of every text that is not in order.

    Looked at are the texts that a person reads as content: sentences, names, labels and licences,
    as `quality.yaml` lists them. An empty text is left out, because a rule that needs it sees that.
    """
    lists = quality_lists()
    found: dict[str, JsonValue] = {}
    for leaf in leaves:
        if leaf.path in lists.class_of_path and leaf.text:
            flaw = flaw_of(leaf.text)
            if flaw is not None and flaw.score < lists.report_below:
                found[leaf.pointer] = {"score": flaw.score, "reasons": [flaw.code]}
    return found


def card_scores(document: JsonObject, scored: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """`{model id: 0 or null}`: what emptiness alone decides of a card score.

    A model without a good use that is out of scope, without a good limitation and without a metric
    of a run scores 0, whatever else its card says. Any other score is not known here: null.

    Args:
        document: the blocks of the request, after import.
        scored: what `quality` gave for it.
    """
    models = _objects(document.get("models"))
    scores: dict[str, JsonValue] = {}
    for index, model in enumerate(models):
        identifier = model.get("id")
        if isinstance(identifier, str):
            says = _says_something(model, f"/models/{index}", scored)
            empty = not says and not _is_measured(model, len(models), document)
            scores.setdefault(identifier, 0 if empty else None)
    return scores


def _says_something(model: JsonObject, pointer: str, scored: Mapping[str, JsonValue]) -> bool:
    lists = quality_lists()
    for name in _CARD_TEXTS:
        stated = model.get(name)
        for index, text in enumerate(stated if isinstance(stated, list | tuple) else ()):
            long_enough = isinstance(text, str) and len(text) >= lists.good_chars
            if long_enough and _score(scored, f"{pointer}/{name}/{index}") >= lists.missing_below:
                return True
    return False


def _score(scored: Mapping[str, JsonValue], pointer: str) -> int:
    entry: Any = scored.get(pointer)
    return 100 if entry is None else entry["score"]


def _is_measured(model: JsonObject, models: int, document: JsonObject) -> bool:
    """Whether a run of this model, or of the whole system, states a metric."""
    own = _digest(model.get("artifact"), "digest")
    environment = _digest(_get(document, "resources", "compute"), "environment_digest")
    wanted = {digest for digest in (own, environment) if digest is not None}
    every_run = models == 1 and own is None
    return any(
        run.get("metrics") and (every_run or _digest(run, "model_digest") in wanted)
        for run in _objects(_get(document, "evaluation", "runs"))
    )


def _digest(holder: JsonValue, key: str) -> tuple[JsonValue, JsonValue] | None:
    stated = _get(holder, key)
    if not isinstance(stated, Mapping):
        return None
    return (stated.get("alg"), stated.get("value"))


def _get(value: JsonValue, *keys: str) -> JsonValue:
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _objects(value: JsonValue) -> list[JsonObject]:
    return list(_mappings(value)) if isinstance(value, list | tuple) else []


def _mappings(values: Iterable[JsonValue]) -> Iterator[JsonObject]:
    for value in values:
        yield value if isinstance(value, Mapping) else {}
