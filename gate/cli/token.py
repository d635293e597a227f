"""`gate token create`: who may ask this gate, and what."""

import sys
from typing import Annotated

import typer

from gate.cli.options import OutputForm, Var
from gate.cli.output import Output, as_json
from gate.limits import TOKEN_DAYS_DEFAULT

app = typer.Typer(help="Tokens for pipelines and people.", no_args_is_help=True)


@app.callback()
def tokens() -> None:
    """Tokens for pipelines and people."""


@app.command("create")
def create(
    name: Annotated[str, typer.Option("--name", help="Whose token it is, for example ci-lending.")],
    role: Annotated[
        list[str],
        typer.Option(
            "--role", help="submit, audit, govern or operate; can be given several times."
        ),
    ],
    days: Annotated[int, typer.Option("--days", help="How long it is valid.")] = TOKEN_DAYS_DEFAULT,
    var: Var = None,
    output: OutputForm = Output.TEXT,
) -> None:
    """Make a token and print it, once; the gate keeps only its digest.

    Example: gate token create --name ci-lending --role submit > token.txt
    """
    from gate.auth.principal import Role
    from gate.auth.tokens import TokenStore
    from gate.db.database import open_tables
    from gate.decide import utc_now
    from gate.errors import Invalid
    from gate.settings import load_settings

    unknown = sorted(set(role) - {each.value for each in Role})
    if unknown:
        raise Invalid(f"--role takes one of {', '.join(each.value for each in Role)}")
    settings = load_settings(var=var)
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = open_tables(settings.var, settings.shared_database)
    try:
        store = TokenStore(database)
        token = store.create(name, [Role(each) for each in role], now=utc_now(), days=days)
    finally:
        database.close()
    sys.stdout.write(as_json({"token": token}) if output is Output.JSON else f"{token}\n")
