"""`gate serve`: the service."""

from pathlib import Path
from typing import Annotated

import typer

from gate.cli.options import Organisation, ReleaseFile, Var


def serve(
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option("--port", help="Port to listen on; 0 lets the system choose.")
    ] = None,
    var: Var = None,
    organisation: Organisation = None,
    release: ReleaseFile = None,
    engine: Annotated[
        str | None, typer.Option("--engine", help="wasm (in this process) or opa (a server).")
    ] = None,
    opa_url: Annotated[
        str | None, typer.Option("--opa-url", metavar="URL", help="Address of the OPA server.")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="A TOML file with settings, one a line."),
    ] = None,
) -> None:
    """Start the service and run until it is told to stop.

    The first start in a new folder makes its keys and one token, and prints the token once.

    Example: gate serve --organisation organisation --var /var/lib/gate
    """
    from gate.api.serve import serve as run
    from gate.settings import load_settings

    run(
        load_settings(
            config,
            host=host,
            port=port,
            var=var,
            organisation=organisation,
            release=release,
            engine=engine,
            opa_url=opa_url,
        )
    )


def settings_help() -> str:
    """Every setting with its variable and default, for the end of `gate serve --help`."""
    from gate.settings import documented_settings

    lines = ["Settings, as variables or as keys of the TOML file (without GATE_, lower case):", ""]
    for _, variable, default, description in documented_settings():
        lines.append(f"{variable} [{default}]" if default else variable)
        lines.append(f"    {description}")
    return "\n\b\n" + "\n".join(lines)
