"""Options that several commands share: one name, one meaning, one help text."""

from pathlib import Path
from typing import Annotated

import typer

from gate.cli.output import Output

Request = Annotated[
    str,
    typer.Argument(metavar="REQUEST", help="A deployment request in JSON: a file, or - for stdin."),
]
Attach = Annotated[
    list[str] | None,
    typer.Option(
        "--attach",
        metavar="FORMAT=FILE",
        help="Attach a document, for example hf_card=README.md; can be given several times.",
    ),
]
OutputForm = Annotated[Output, typer.Option("--output", help="How to print the answer.")]
FailOnWarn = Annotated[
    bool, typer.Option("--fail-on-warn", help="Leave with 3 when nothing blocks but rules warn.")
]
Var = Annotated[
    Path | None,
    typer.Option("--var", metavar="DIR", help="The gate's folder [default: var, or GATE_VAR]."),
]
Organisation = Annotated[
    Path | None,
    typer.Option(
        "--organisation", metavar="DIR", help="The folder of people, registries and profile."
    ),
]
ReleaseFile = Annotated[
    Path | None,
    typer.Option("--release", metavar="FILE", help="A policy release instead of the shipped one."),
]
Url = Annotated[str, typer.Option("--url", help="The address of the gate.")]
TokenFile = Annotated[
    Path | None,
    typer.Option(
        "--token-file", metavar="FILE", help="A file with the token [default: GATE_TOKEN]."
    ),
]
TsaChain = Annotated[
    Path | None,
    typer.Option(
        "--tsa-chain",
        metavar="FILE",
        help="Certificates (PEM) of the time-stamp authority that you trust, root first"
        " [default: GATE_TSA_CHAIN].",
    ),
]
TrustPolicyFile = Annotated[
    Path | None,
    typer.Option("--policy", metavar="FILE", help="A tlog-policy whose quorum must have cosigned."),
]
NoColor = Annotated[bool, typer.Option("--no-color", help="Never print colours [or NO_COLOR].")]
