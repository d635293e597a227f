"""`gate evidence push`: give the gate the files that requests refer to."""

import sys
from hashlib import file_digest
from pathlib import Path
from typing import Annotated

import typer

from gate.cli.failure import stop
from gate.cli.options import OutputForm, TokenFile, Url
from gate.cli.output import Output, as_json

app = typer.Typer(help="Evidence files.", no_args_is_help=True)


@app.callback()
def evidence() -> None:
    """Evidence files."""


@app.command("push")
def push(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files to give.")],
    url: Url,
    token_file: TokenFile = None,
    output: OutputForm = Output.TEXT,
) -> None:
    """Give the gate evidence files, each under the SHA-256 of its bytes. Sending again is harmless.

    Example: gate evidence push evidence/* --url http://127.0.0.1:8080 --token-file token.txt
    """
    from gate.cli.client import GateClient
    from gate.cli.credentials import read_token

    client = GateClient(url, read_token(token_file))
    pushed = []
    for place, path in enumerate(_readable(files), start=1):
        digest = _sha256(path)
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{place} of {len(files)} files … ")
        answer = client.push_evidence(digest, path)
        if answer.status not in (200, 201, 204):
            title = f"{path}: {answer.document.get('title')}"
            stop({**answer.document, "title": title}, output, deciding=False)
        pushed.append(
            {"file": str(path), "digest": f"sha256:{digest}", "new": answer.status == 201}
        )
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    if output is Output.JSON:
        sys.stdout.write(as_json({"pushed": pushed}))
    else:
        for each in pushed:
            sys.stdout.write(f"{each['digest']}  {each['file']}\n")


def _readable(files: list[Path]) -> list[Path]:
    from gate.errors import Invalid

    missing = [str(path) for path in files if not path.is_file()]
    if missing:
        raise Invalid(f"no such file: {', '.join(missing)}. Nothing was sent.")
    return files


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
