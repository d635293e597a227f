"""The words of a report on a candidate, the same on a terminal, in Markdown and in a browser."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gate.limits import IMPACT_ROWS_MAX

OUTCOMES: Final = {"allow": "allowed", "deny": "denied", "needs_review": "needs review"}
TURNS: Final = {
    "loosened": "stopped before, allowed now",
    "eased": "denied before, needs review now",
    "hardened": "needed review before, denied now",
    "tightened": "allowed before, stopped now",
}
MOVES: Final = ("added", "removed", "harder", "softer")
GROUPS: Final = {
    "rule": "By rule",
    "control": "By control",
    "team": "By team",
    "tier": "By tier",
    "environment": "By environment",
}


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a report: plain texts, which whoever prints makes safe.

    `key` is a word for it, `left_out` how many rows it has beyond those that are shown.
    """

    key: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int


def headline(report: dict[str, Any]) -> tuple[str, str]:
    """What the report comes to: a word, and a sentence."""
    missing = len(report["approvals"]["missing"])
    match report["judgement"]:
        case "loosens":
            lets = "lets" if missing == 1 else "let"
            return (
                "LOOSENS",
                f"{_count(missing, 'rule')} {lets} more pass than before, and nobody approved it.",
            )
        case "incomplete":
            return "INCOMPLETE", "Nothing is loosened without approval in what could be weighed."
        case _:
            approved = report["approvals"]["approved"]
            words = "Whatever is loosened is approved." if approved else "Nothing is loosened."
            return "PASSES", words


def overview(report: dict[str, Any]) -> Iterator[str]:
    """The most important counts, a sentence each."""
    turns = report["turns"]
    flips = sum(turns.values())
    decisions = _count(report["decisions"], "decision")
    if report["first"]:
        decisions += f" from {report['first'][:10]} to {report['last'][:10]}"
    yield f"{decisions}: {flips:,} would come out otherwise."
    yield from (f"{turns[turn]:,} {turn}: {words}." for turn, words in TURNS.items() if turns[turn])
    systems = report["systems"]
    if systems["running"]:
        yield (
            f"{_count(systems['running'], 'system')} running in production, "
            f"{systems['running_weighed']:,} of them weighed: {systems['blocked']:,} would be "
            "stopped."
        )
    if systems["left_out"]:
        yield f"{_count(systems['left_out'], 'system')} were too many to follow."
    lost = sum(report["not_replayable"].values())
    if lost:
        yield f"{_count(lost, 'entry', 'entries')} could not be weighed."
    if report["unread_releases"]:
        yield (
            f"{_count(len(report['unread_releases']), 'release')} that decisions cite are not in "
            "this history: of their rules, only those with findings were looked for."
        )


def sections(report: dict[str, Any]) -> Iterator[Section]:
    """Every table that has rows, the gravest first."""
    yield from (section for section in _all(report) if section.rows)


def _all(report: dict[str, Any]) -> Iterator[Section]:
    yield from _approvals(report)
    rows: list[tuple[str, ...]]
    systems = report["systems"]
    header = ("system", "version", "team", "would be", "because of")
    for key, title in (
        ("newly_blocked", "Systems that run now and would be stopped"),
        ("newly_allowed", "Systems that were stopped last and would be allowed"),
    ):
        rows = [
            (each["system"], each["version"], each["team"], OUTCOMES[each["now"]], _rules(each))
            for each in systems[key]
        ]
        yield _section(key, title, header, rows)
    yield _section("outcomes", "Outcomes", ("was", "would be", "decisions"), _pairs(report))
    yield from (group_section(report, group) for group in GROUPS)
    yield _tiers(report)
    yield _flips(report)
    rows = [(reason, f"{n:,}") for reason, n in report["not_replayable"].items()]
    yield _section("not_replayable", "Not weighed", ("reason", "entries"), rows)
    rows = [(str(each["index"]), each["reason"]) for each in report["unreplayed"]]
    yield _section("unreplayed", "Entries that were not weighed", ("entry", "reason"), rows)
    rows = [(digest,) for digest in report["unread_releases"]]
    yield _section("unread", "Releases that are not in this history", ("digest",), rows)


def group_section(report: dict[str, Any], group: str) -> Section:
    """How the decisions of each rule, team and so on turn out; those without a change left out."""
    with_title = group in ("rule", "control")
    columns = (*TURNS, *MOVES)
    header = (group, "decisions", *columns, *(("title",) if with_title else ()))
    rows = [
        (
            row["name"],
            f"{row['decisions']:,}",
            *(f"{row[column]:,}" if row[column] else "" for column in columns),
            *((row["title"],) if with_title else ()),
        )
        for row in report["by"][group]
        if any(row[column] for column in columns)
    ]
    return _section(f"by_{group}", GROUPS[group], header, rows)


def _approvals(report: dict[str, Any]) -> Iterator[Section]:
    approvals = report["approvals"]
    rules = {row["name"]: row for row in report["by"]["rule"]}
    gone = frozenset(approvals["removed"])
    rows: list[tuple[str, ...]] = [
        (rule, "the rule is gone" if rule in gone else _count(rules[rule]["loosened"], "decision"))
        for rule in approvals["missing"]
    ]
    yield _section("missing", "Loosened without approval", ("rule", "how"), rows)
    rows = [(each["rule"], each["approver"], each["reason"]) for each in approvals["approved"]]
    header = ("rule", "approved by", "because")
    yield _section("approved", "Loosened with approval", header, rows)
    rows = [(rule,) for rule in approvals["stale"]]
    title = "Approved, and not loosened: take these out of the file"
    yield _section("stale", title, ("rule",), rows)


def _pairs(report: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (OUTCOMES[each["was"]], OUTCOMES[each["now"]], f"{each['decisions']:,}")
        for each in report["outcomes"]
    ]


def _tiers(report: dict[str, Any]) -> Section:
    rows = [(each["was"], each["now"], f"{each['decisions']:,}") for each in report["tiers"]]
    header = ("was", "would be", "decisions")
    return _section("tiers", "Tiers that change", header, rows)


def _flips(report: dict[str, Any]) -> Section:
    header = ("entry", "decided", "system", "environment", "tier", "was", "would be", "because of")
    rows = [
        (
            str(each["index"]),
            each["decided_at"][:10],
            f"{each['system']} {each['version']}",
            each["environment"],
            each["tier"],
            OUTCOMES[each["was"]],
            OUTCOMES[each["now"]],
            _rules(each),
        )
        for each in report["flips"]
    ]
    title = "Decisions that would come out otherwise"
    return _section("flips", title, header, rows, of=sum(report["turns"].values()))


def _section(
    key: str,
    title: str,
    header: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    *,
    of: int | None = None,
) -> Section:
    shown = tuple(rows[:IMPACT_ROWS_MAX])
    return Section(key, title, header, shown, (len(rows) if of is None else of) - len(shown))


def _rules(each: dict[str, Any]) -> str:
    return ", ".join(each["rules"])


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
