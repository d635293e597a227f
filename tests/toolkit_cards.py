"""Cards of the Model Card Toolkit as a careful reader maps them into a request."""

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]


def toolkit_request(card: Json) -> dict[str, Any]:
    """The partial request that `card` fills: a model, its use, its risks and what was measured."""
    details, said = card["model_details"], card.get("considerations", {})
    owners = details.get("owners", [])
    measured = card.get("quantitative_analysis", {}).get("performance_metrics", [])
    return {
        "models": [_model(details, said)],
        "data": [{"id": "d", "name": "data"}],
        "system": {
            "owner": {"id": next((owner["contact"] for owner in owners), "")},
            "intended_uses": [
                {
                    "description": _said(use),
                    "users": [_said(user) for user in said.get("users", [])],
                }
                for use in said.get("use_cases", [])
            ],
        },
        "risk": {
            "risks": [
                {"description": each["name"]} for each in said.get("ethical_considerations", [])
            ]
        },
        "evaluation": {"runs": [{"metrics": [_metric(each) for each in measured]}]},
    }


def _model(details: Json, said: Json) -> dict[str, Any]:
    version = details.get("version", {})
    return {
        "id": "model",
        "name": details.get("name", ""),
        "version": version.get("name", ""),
        "licence": {"expression": _licence(details)},
        "limitations": [_said(each) for each in said.get("limitations", [])],
        "tradeoffs": [_said(each) for each in said.get("tradeoffs", [])],
        "card": {
            "authors": [owner["name"] for owner in details.get("owners", [])],
            "last_updated": _day(version.get("date", "")),
        },
    }


def _licence(details: Json) -> str:
    """The first one stated: an identifier, a text of its own, or the one text of version 0.0.1."""
    first: Json = next(
        iter(details.get("licenses", [])), {"identifier": details.get("license", "")}
    )
    return str(first.get("identifier", first.get("custom_text", "")))


def _said(entry: Json | str) -> str:
    """Version 0.0.1 has texts where 0.0.2 has objects with a description."""
    return entry if isinstance(entry, str) else entry["description"]


def _day(stated: str) -> str:
    """Dates are written 2020-02-02, 2020/02/02 or 02/28/2020."""
    month, slash, rest = stated.partition("/")
    if not slash or len(month) == len("2020"):
        return stated.replace("/", "-")
    day, _, year = rest.partition("/")
    return f"{year}-{month}-{day}"


def _metric(stated: Json) -> dict[str, Any]:
    """One measured value. The toolkit states numbers as numbers or as text, and no sample size."""
    metric = {"name": stated["type"], "value": float(stated["value"]), "unit": "ratio"}
    interval = stated.get("confidence_interval")
    if interval:
        metric["ci"] = {
            "lower": float(interval["lower_bound"]),
            "upper": float(interval["upper_bound"]),
        }
    if stated.get("slice"):
        metric["slice"] = {"name": stated["slice"]}
    return metric
