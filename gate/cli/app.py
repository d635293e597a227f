"""`gate`: the command line, put together.

Commands import what they need when they are called, so that `gate check` and `gate submit` start
fast: neither loads the web framework or the tables.
"""

import sys
from typing import NoReturn

import typer

from gate import __version__
from gate.cli import (
    approve,
    check,
    database,
    digest,
    evidence,
    imports,
    keys,
    log,
    policy,
    serve,
    submit,
    token,
    witness,
)
from gate.cli.failure import problem_of, stop
from gate.cli.output import Output
from gate.errors import GateError

_DECIDING = frozenset({"check", "submit"})

app = typer.Typer(
    name="gate",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("serve", epilog=serve.settings_help())(serve.serve)
app.command("check")(check.check)
app.command("submit")(submit.submit)
app.command("digest")(digest.digest)
app.command("approve")(approve.approve)
app.command("import")(imports.import_document)
app.add_typer(evidence.app, name="evidence")
app.add_typer(log.app, name="log")
app.add_typer(policy.app, name="policy")
app.add_typer(token.app, name="token")
app.add_typer(keys.app, name="keys")
app.add_typer(witness.app, name="witness")
app.add_typer(database.app, name="database")


@app.callback(invoke_without_command=True)
def about(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print the version and leave."),
) -> None:
    """A decision gate for AI deployments: ISO/IEC 42001 as policy, every decision logged.

    Exit codes: 0 allow, 1 deny, 2 could not decide, 3 warnings with --fail-on-warn, 4 needs review,
    5 decided, but not cosigned in time with --wait-witness.
    """
    if version:
        typer.echo(__version__)
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> NoReturn:
    """Run one command; every failure of the gate ends in a sentence and exit code 2."""
    try:
        app()
    except GateError as error:
        deciding = not _DECIDING.isdisjoint(sys.argv[1:2])
        stop(problem_of(error), _asked_output(sys.argv), deciding=deciding)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(2)
    sys.exit(0)


def _asked_output(arguments: list[str]) -> Output:
    """The form that the failing command was asked for, so that programs get a program's answer."""
    for place, argument in enumerate(arguments):
        value = argument.removeprefix("--output=") if argument.startswith("--output=") else None
        if argument == "--output" and place + 1 < len(arguments):
            value = arguments[place + 1]
        if value in set(Output):
            return Output(value)
    return Output.TEXT
