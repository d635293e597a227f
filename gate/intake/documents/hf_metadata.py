"""The front matter of a Hugging Face card: fields of the Hub, in terms of the request."""

import re
from typing import Final

from pydantic_core import PydanticCustomError, PydanticKnownError

from gate.canon import JsonObject, JsonValue
from gate.intake.documents.licences import all_of, spdx_of
from gate.intake.documents.notes import Notes
from gate.intake.documents.reading import EMPTY
from gate.limits import IMPORT_TEXTS_MAX
from gate.model.request.formats import check_uri

READ: Final = frozenset(
    {
        *("license", "licence", "license_name", "license_link", "base_model", "datasets"),
        *("pipeline_tag", "library_name", "model_name", "model-index", "co2_eq_emissions"),
    }
)
"""The fields of a model card that have a place in the request."""

READ_OF_DATASET: Final = frozenset(
    {"license", "licence", "license_name", "license_link", "language", "pretty_name"}
)
"""The same of a dataset card."""

_DATASET_FIELDS: Final = frozenset(
    {
        *("annotations_creators", "language_creators", "multilinguality", "size_categories"),
        *("source_datasets", "task_categories", "task_ids", "pretty_name", "config_names"),
        *("dataset_info", "configs"),
    }
)
_MASS: Final = re.compile(
    r"\s*[~≈]?\s*([0-9][0-9,]{0,14}(?:\.[0-9]{1,10})?)\s*(kg|kilograms?|t|tons?|tonnes?|g|grams?)?"
    r"\s*(?:of\s+)?(?:CO(?:2|₂).{0,100})?\.?\s*\Z",
    re.IGNORECASE,
)
_GRAMS_PER_TONNE: Final = 1_000_000


def is_of_dataset(metadata: JsonObject) -> bool:
    """Whether the front matter is that of a dataset card."""
    return not _DATASET_FIELDS.isdisjoint(metadata)


def licence_of(metadata: JsonObject, notes: Notes) -> dict[str, JsonValue]:
    """`{"expression"?, "custom_uri"?}` from license, license_name and license_link.

    Where one of several licences is not known there is no expression: a shorter one would say more
    than the card does.
    """
    names = _texts(metadata.get("license", metadata.get("licence")))
    own_name = _texts(metadata.get("license_name"))
    if own_name and len(names) <= 1 and not any(map(spdx_of, names)):
        names = own_name
    expressions = [spdx_of(name) for name in names]
    known = [expression for expression in expressions if expression is not None]
    licence: dict[str, JsonValue] = {}
    if len(known) < len(expressions):
        notes.warn("license", "the name says too little to be a licence")
    elif known:
        licence["expression"] = all_of(known)
        if any(expression.startswith("LicenseRef-") for expression in known):
            notes.warn("license", "the licence is not one of SPDX, so it is kept as a reference")
    link = uri_of("license_link", metadata.get("license_link"), notes)
    if link is not None:
        licence["custom_uri"] = link
    return licence


def uri_of(place: str, value: JsonValue, notes: Notes) -> str | None:
    """`value` if it is an absolute URI; a path in a repository is none."""
    if value in EMPTY:
        return None
    try:
        if isinstance(value, str):
            return check_uri(value)
    except (PydanticCustomError, PydanticKnownError):
        pass
    notes.warn(place, "expected an absolute address")
    return None


def languages_of(value: JsonValue, notes: Notes) -> list[JsonValue]:
    """Codes of languages from one code or a list of them; `no` is Norwegian and no placeholder."""
    values = value if isinstance(value, list) else [value]
    codes = (notes.code("language", code) for code in values[:IMPORT_TEXTS_MAX])
    return list(dict.fromkeys(code for code in codes if code is not None))


def base_models_of(value: JsonValue, notes: Notes) -> list[JsonValue]:
    """Elements of `models[].base_models[]` from one name or a list of them."""
    return [{"name": name} for name in notes.shorts("base_model", value)]


def emissions_of(value: JsonValue, notes: Notes) -> float | None:
    """Tonnes of CO2 equivalent from `co2_eq_emissions`: grams, or an object with `emissions`."""
    stated = value.get("emissions") if isinstance(value, dict) else value
    if stated in EMPTY:
        return None
    if isinstance(stated, int | float) and not isinstance(stated, bool) and stated >= 0:
        return _tonnes(stated)
    return tonnes_of_text("co2_eq_emissions", stated, notes)


def tonnes_of_text(place: str, value: JsonValue, notes: Notes) -> float | None:
    """Tonnes from a text such as `11250 kg CO2 eq.`; without a unit it is grams, as cards state."""
    match = _MASS.match(value) if isinstance(value, str) and len(value) < 200 else None
    if match is None:
        notes.warn(place, "expected a mass of CO2 equivalent")
        return None
    number = float(match[1].replace(",", ""))
    unit = (match[2] or "g").lower()
    if unit.startswith("k"):
        return _tonnes(number * 1_000)
    return _tonnes(number * _GRAMS_PER_TONNE if unit.startswith("t") else number)


def _tonnes(grams: float) -> float:
    tonnes = round(grams / _GRAMS_PER_TONNE, 9)
    return int(tonnes) if tonnes.is_integer() else tonnes


def _texts(stated: JsonValue) -> list[str]:
    values = stated if isinstance(stated, list) else [stated]
    return [value for value in values if isinstance(value, str) and value.strip()]
