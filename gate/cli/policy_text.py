"""A verdict and a catalogue as a person reads them."""

from collections.abc import Iterator
from typing import Any

from gate.cli.finding_text import reason_words, rollout_words, waiver_words
from gate.cli.plain import plain
from gate.model.catalogue import Catalogue

_WORDS = {"allow": "ALLOW", "deny": "DENY", "needs_review": "NEEDS REVIEW"}


def verdict_text(verdict: dict[str, Any], catalogue: Catalogue) -> str:
    """Outcome, tier and findings of a verdict, with titles and remediation of the catalogue."""
    return "\n".join(_verdict_lines(verdict, catalogue)) + "\n"


def catalogue_text(catalogue: Catalogue) -> str:
    """Every control with its rules, and how many there are."""
    lines = []
    for control in catalogue.controls:
        lines.append(f"{control.control}  {control.title}")
        lines += [
            f"  {rule.rule:<12} {rule.profile}  {rule.title}"
            for rule in catalogue.rules
            if rule.control == control.control
        ]
    lines.append(f"{len(catalogue.rules)} rules in {len(catalogue.controls)} controls.")
    return "\n".join(lines) + "\n"


def _verdict_lines(verdict: dict[str, Any], catalogue: Catalogue) -> Iterator[str]:
    tier = verdict["tier"]
    yield f"{_WORDS[verdict['outcome']]}  release {verdict['release']}"
    yield f"Tier {tier['effective']}, declared {tier['declared'] or 'none'}."
    for finding in verdict["findings"]:
        rule = catalogue.by_rule[finding["rule"]]
        yield ""
        yield f"  {rule.rule}  {rule.title}"
        yield f"    {finding['status']}; {finding['severity']} (mode {finding['mode']})"
        for label, words in (
            ("because", reason_words(finding["reason"])),
            ("waiver", waiver_words(finding["waiver"])),
            ("rollout", rollout_words(finding)),
        ):
            if words:
                yield f"    {label:<8}{words}"
        if finding["pointers"]:
            yield f"    where   {plain('  '.join(finding['pointers']))}"
        yield f"    fix     {rule.remediation}"
    unused = [waiver for waiver in verdict["waivers"] if waiver["unused"]]
    for waiver in unused:
        yield ""
        yield f"  waivers/{waiver['index']} is unused: its rule passes or is not asked here."
    yield ""
    counts = verdict["summary"]
    stated = [f"{count} {word.replace('_', ' ')}" for word, count in counts.items() if count]
    yield f"{sum(counts.values())} rules: {', '.join(stated)}."
