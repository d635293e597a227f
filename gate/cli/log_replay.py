"""`gate log replay`: decide again what was decided, and say where it differs."""

import sys
from typing import Annotated, Any

import typer

from gate.cli.history import (
    Accept,
    BundleFile,
    Dask,
    Environment,
    From,
    Resume,
    Since,
    System,
    To,
    Until,
    Workers,
    accepted_in,
    moment_in,
    place_of,
    run,
)
from gate.cli.options import OutputForm, Var
from gate.cli.output import Output, as_json
from gate.errors import Invalid, NotFound

Drift = Annotated[
    bool,
    typer.Option(
        "--drift/--no-drift",
        help="Also read the requests again as today; without it a replay is faster.",
    ),
]


def replay(
    var: Var = None,
    bundle: BundleFile = None,
    decision: Annotated[
        str | None, typer.Option("--decision", metavar="ID", help="One decision by its id.")
    ] = None,
    first: From = None,
    last: To = None,
    system: System = None,
    environment: Environment = None,
    outcome: Annotated[str | None, typer.Option("--outcome", metavar="OUTCOME")] = None,
    control: Annotated[
        str | None, typer.Option("--control", metavar="ID", help="Decisions with its findings.")
    ] = None,
    since: Since = None,
    until: Until = None,
    workers: Workers = None,
    dask: Dask = None,
    resume: Resume = None,
    engine: Annotated[
        str, typer.Option("--engine", metavar="NAME", help="wasm, here, or opa, at --opa-url.")
    ] = "wasm",
    opa_url: Annotated[
        str | None,
        typer.Option(
            "--opa-url",
            metavar="URL",
            help="An OPA server that has the release; GATE_OPA_TOKEN and GATE_OPA_CA_FILE hold "
            "for it, too.",
        ),
    ] = None,
    drift: Drift = True,
    accept: Accept = None,
    output: OutputForm = Output.TEXT,
) -> None:
    """Decide every decision again, under the release of then, and compare every rule.

    Exit code 0: all match; 1: any differs; 2: some could not be replayed, or there are none. With
    --bundle nothing else is needed: no database, no network. Check first that the log is what it
    was: gate log verify.

    Example: gate log replay --since 2026-01-01T00:00:00Z --output json
    """
    from gate.replay.replaying import Replay, Tally
    from gate.replay.selection import Selection

    _check(output, outcome, engine, opa_url)
    accepted = accepted_in(accept)
    selection = Selection(
        first=first,
        end=None if last is None else last + 1,
        decision=decision,
        system=system,
        environment=environment,
        outcome=outcome,
        control=control,
        since=moment_in("--since", since),
        until=moment_in("--until", until),
    )
    place = place_of(var, bundle)
    work = Replay(place.history, selection, place.cache, opa_url, drift, **_opa_settings(opa_url))
    tally = Tally()
    run(work, place.history, selection, tally.merge, workers=workers, resume=resume, dask=dask)
    if not tally.decisions:
        raise NotFound("no decision of this log fits what was asked")
    told = tally.document()
    if not drift:
        del told["drift"], told["drifted"]
    sys.stdout.write(as_json(told) if output is Output.JSON else replay_text(told))
    raise typer.Exit(_exit_code(told, accepted))


def _check(output: Output, outcome: str | None, engine: str, opa_url: str | None) -> None:
    from gate.model.entry import OUTCOMES

    if output not in (Output.TEXT, Output.JSON):
        raise Invalid("a replay is told as text or as json: --output text, or --output json")
    if outcome is not None and outcome not in OUTCOMES:
        raise Invalid(f"--outcome is one of {', '.join(sorted(OUTCOMES))}")
    if engine not in {"wasm", "opa"} or (engine == "opa") != (opa_url is not None):
        raise Invalid("--engine is wasm, or opa together with --opa-url")


def _opa_settings(opa_url: str | None) -> dict[str, Any]:
    """What the OPA server wants to be told, from the settings in force; nothing without one."""
    if opa_url is None:
        return {}
    from gate.settings import load_settings

    settings = load_settings()
    ca_file = settings.opa_ca_file.absolute() if settings.opa_ca_file else None
    return {"opa_token": settings.opa_token, "opa_ca_file": ca_file}


def replay_text(told: dict[str, Any]) -> str:
    """The tally for people: the verdict first, then what differs, then what could not be done."""
    lost = sum(told["not_replayable"].values())
    total = told["match"] + told["mismatch"] + lost
    head = "ALL MATCH" if told["match"] == total else f"{told['match']:,} MATCH"
    lines = [f"{head}  {total:,} decisions, {told['mismatch']:,} differ, {lost:,} not replayable"]
    lines += [
        f"  entry {each['index']}  {each['rule']}: was {each['was']}, is {each['is']}"
        for each in told["differences"]
    ]
    lines += [f"  not replayable, {why}: {n:,}" for why, n in told["not_replayable"].items()]
    lines += [f"  entry {each['index']}: {each['reason']}" for each in told["unreplayed"]]
    if "drift" not in told:
        lines.append("  whether this gate reads the requests otherwise today was not asked")
    elif told["drifted"]:
        lines.append(f"  this gate reads {told['drifted']:,} of the requests otherwise today:")
    lines += [f"  entry {each['index']}: {each['part']}" for each in told.get("drift", ())]
    lines += [
        f"  {each['decisions']:,} were decided with {each['of']} {each['then']}; "
        f"this is {each['now']}"
        for each in told["versions"]
    ]
    return "\n".join(lines) + "\n"


def _exit_code(told: dict[str, Any], accepted: frozenset[str]) -> int:
    if told["mismatch"]:
        return 1
    return 2 if told["not_replayable"].keys() - accepted else 0
