"""The token of a command: from a file, or from the environment through the settings."""

from pathlib import Path

from gate.errors import Invalid, Unauthenticated
from gate.settings import load_settings


def read_token(path: Path | None) -> str:
    """The token, without white space around it.

    Raises:
        Unauthenticated: none is given.
        Invalid: the file cannot be read.
    """
    if path is not None:
        try:
            token = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise Invalid(f"the token file {path} cannot be read") from error
    else:
        secret = load_settings().token
        token = secret.get_secret_value().strip() if secret else ""
    if not token:
        raise Unauthenticated("Give the token with --token-file FILE, or in GATE_TOKEN")
    return token
