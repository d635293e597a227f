"""`gate witness`: cosign the checkpoints of logs, on a machine that their operators do not run."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from gate.errors import Invalid

app = typer.Typer(help="A witness that cosigns checkpoints of logs.", no_args_is_help=True)

Folder = Annotated[
    Path, typer.Option("--dir", metavar="DIR", help="The folder of the witness: key and memory.")
]


@app.callback()
def witness() -> None:
    """A witness that cosigns checkpoints of logs."""


@app.command("init")
def init(
    folder: Folder,
    name: Annotated[
        str, typer.Option("--name", help="The name it signs under: an address without a scheme.")
    ],
    algorithm: Annotated[
        str, typer.Option("--algorithm", help="ed25519, or ml-dsa-44.")
    ] = "ed25519",
) -> None:
    """Make the key of a witness, and print the verifier key for the trust policy.

    Example: gate witness init --dir /var/lib/witness --name witness.example/w1
    """
    from gate.witness.folder import Algorithm, create_witness

    if algorithm not in set(Algorithm):
        raise Invalid(f"--algorithm is one of {', '.join(Algorithm)}")
    signer = create_witness(folder, name, Algorithm(algorithm))
    sys.stdout.write(f"{signer.cosigner.vkey}\n")


@app.command("show")
def show(folder: Folder) -> None:
    """Print the verifier key of a witness, as `gate witness init` did.

    Example: gate witness show --dir /var/lib/witness
    """
    from gate.witness.folder import witness_signer

    sys.stdout.write(f"{witness_signer(folder).cosigner.vkey}\n")


@app.command("serve")
def serve(
    folder: Folder,
    log: Annotated[
        list[str], typer.Option("--log", metavar="VKEY", help="A log to cosign; several times.")
    ],
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", help="Port to listen on; 0 lets the system choose.")
    ] = 7380,
) -> None:
    """Answer logs and monitors until it is told to stop (C2SP tlog-witness).

    What was cosigned is remembered before it is answered. Never copy the folder to a second
    witness, and never put an older copy of it back.

    Example: gate witness serve --dir /var/lib/witness --log "$(cat log.vkey)"
    """
    from gate.api.witness_service import serve_witness
    from gate.decide import utc_now
    from gate.log.trust_policy import read_log_key
    from gate.witness.folder import open_witness

    opened = open_witness(folder, [read_log_key(vkey) for vkey in log], clock=utc_now)
    serve_witness(opened, host=host, port=port, ready=_ready)


def _ready(url: str) -> None:
    sys.stdout.write(f"witnessing at {url}\n")
    sys.stdout.flush()
