"""`gate log stamp`: have the newest checkpoint stamped by a time-stamp authority."""

import sys
from typing import Annotated, Any

import typer

from gate.cli.options import OutputForm, TsaChain, Var
from gate.cli.output import Output, as_json
from gate.errors import GateError, Invalid


def stamp(
    var: Var = None,
    tsa: Annotated[
        str | None,
        typer.Option(
            "--tsa", metavar="URL", help="The time-stamp authority [default: GATE_TSA_URL]."
        ),
    ] = None,
    tsa_chain: TsaChain = None,
    output: OutputForm = Output.TEXT,
) -> None:
    """Ask an authority outside (RFC 3161) to say when the newest checkpoint existed.

    Its answer is verified and kept beside the pinned checkpoint; it goes into every bundle. May run
    beside the service, which can also do it by itself: GATE_TSA_URL.

    Example: gate log stamp --tsa http://tsa.example/tsr --tsa-chain tsa.pem
    """
    from gate.log.readers import open_reader
    from gate.model.entry import instant
    from gate.settings import load_settings

    settings = load_settings(var=var, tsa_url=tsa, tsa_chain=tsa_chain)
    if settings.tsa_url is None:
        raise Invalid("name the time-stamp authority: --tsa, or GATE_TSA_URL")
    reader = open_reader(settings.var, settings.shared_database)
    try:
        done = _stamper(reader, settings).stamp()
    finally:
        reader.close()
    if output is Output.JSON:
        sys.stdout.write(as_json({"size": done.size, "at": instant(done.at), "new": done.new}))
        return
    already = "was stamped" if done.new else "already had a stamp"
    sys.stdout.write(f"The checkpoint of size {done.size:,} {already}: {instant(done.at)}\n")


def stamp_for_export(reader: Any, settings: Any, size: int) -> None:
    """Have the exported checkpoint stamped where an authority is configured, if that is possible.

    Without its answer the bundle has the stamps that there are; whoever exports is told.
    """
    if settings.tsa_url is None or size == 0:
        return
    try:
        _stamper(reader, settings).stamp(size)
    except GateError as error:
        sys.stderr.write(f"The checkpoint was not stamped. {error.detail}\n")


def _stamper(reader: Any, settings: Any) -> Any:
    from gate.log.paths import pin_in
    from gate.log.stamps import StampFolder, stamps_beside
    from gate.stamping.asking import AuthorityAddress
    from gate.stamping.stamping import Stamper, read_authority

    return Stamper(
        reader,
        AuthorityAddress(settings.tsa_url),
        read_authority(settings.tsa_chain),
        StampFolder(stamps_beside(settings.pin or pin_in(settings.var))),
    )
