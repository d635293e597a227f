"""`gate import`: what a document would give a request."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from gate.cli.body import read_input
from gate.cli.output import as_json
from gate.errors import DocumentInvalid


def import_document(
    format_name: Annotated[
        str, typer.Argument(metavar="FORMAT", help="A format such as hf_card, or auto.")
    ],
    file: Annotated[str, typer.Argument(metavar="FILE", help="The document, or - for stdin.")],
) -> None:
    """Print the part of a request that a document states, with what it could not carry over.

    Example: gate import hf_card README.md > partial.json
    """
    from gate.intake.documents import Unreadable, partial_request

    content = read_input(file)
    try:
        partial = partial_request(format_name, content, None if file == "-" else Path(file).name)
    except Unreadable as error:
        raise DocumentInvalid(f"{file}, {error.place}: {error.reason}") from error
    sys.stdout.write(as_json(partial))
