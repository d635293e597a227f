"""`make run`: the service with embedded defaults, a token, and a case to send it.

The sample cases are written for one instant; each start moves them to now, into the folder
`sample` of the service's own folder, so that the command printed here works today.
"""

import argparse
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

from gate.api.serve import listening_socket, serve
from gate.api.services import Services
from gate.auth.principal import Role
from gate.auth.tokens import TokenStore
from gate.db.database import Database
from gate.db.paths import tables_in
from gate.decide import utc_now
from gate.errors import GateError
from gate.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent
STAGED, ALLOWED = "1_loan_guide_staging_allow", "loan_guide_prod_allow"
DENIED = "unmarked_content_deny"
_TOKEN_DAYS = 7


def main() -> None:
    """Start the service; a reason that it cannot start is one sentence."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, help="port on 127.0.0.1; 8080 when not given")
    parser.add_argument("--var", type=Path, help="folder for log, keys and tokens; default var")
    parser.add_argument("--organisation", type=Path, help="default: that of the sample cases")
    arguments = parser.parse_args()
    try:
        _run(load_settings(**vars(arguments)))
    except GateError as error:
        sys.exit(f"The gate cannot start: {error.detail}.")


def _run(settings: Settings) -> None:
    if settings.production:
        sys.exit("make run is for trying the gate out. In production, use `gate serve`.")
    listening_socket(settings.host, settings.port).close()
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    sample = settings.var / "sample"
    if settings.organisation is None:
        settings = settings.model_copy(update={"organisation": sample / "organisation"})
    _render(sample)
    token = _token(settings.var)
    _write_private(sample / "token", token + "\n")

    def tell(services: Services, address: str) -> None:
        keys = services.version.model_dump()
        (sample / "trust.json").write_text(json.dumps(keys, indent=2) + "\n", encoding="utf-8")
        sys.stdout.write(_greeting(address, token, sample))
        sys.stdout.flush()

    serve(settings, ready=tell)


def _render(sample: Path) -> None:
    """Write the sample cases as of now."""
    command = [sys.executable, str(ROOT / "fixtures" / "render.py"), "--out", str(sample)]
    subprocess.run([*command, ALLOWED, DENIED], check=True, cwd=ROOT)  # noqa: S603 - our own script


def _token(var: Path) -> str:
    """A token for this week; earlier ones go on working until they end."""
    database = Database.open(tables_in(var))
    try:
        tokens = TokenStore(database)
        return tokens.create(
            "make-run", tuple(Role), now=utc_now(), days=_TOKEN_DAYS, development=True
        )
    finally:
        database.close()


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def _greeting(address: str, token: str, sample: Path) -> str:
    folder = shlex.quote(str(sample))
    asks = f"--url {address} --token-file {folder}/token"
    return f"""
The gate is at {address}. This token may do everything here for {_TOKEN_DAYS} days:

    {token}

Give it the evidence of the sample cases, and ask for a decision for staging (paste into another
terminal, in this folder):

    .venv/bin/gate evidence push {folder}/*/evidence/* {asks} &&
    .venv/bin/gate submit {folder}/{STAGED}/body.json {asks} --trust {folder}/trust.json

For production, where one thing is missing, so it is denied:

    .venv/bin/gate submit {folder}/{DENIED}/body.json {asks} --trust {folder}/trust.json

The same with that mended. Asked again it is denied too, since what is live then has to be what a
failed release goes back to; VAR=another-folder begins anew:

    .venv/bin/gate submit {folder}/{ALLOWED}/body.json {asks} --trust {folder}/trust.json

The denied one with any HTTP client:

    curl -sS {address}/v1/decisions -H "Authorization: Bearer $(cat {folder}/token)" \\
        -H 'Content-Type: application/json' --data-binary @{folder}/{DENIED}/body.json

Ctrl-C stops it.

"""


if __name__ == "__main__":
    main()
