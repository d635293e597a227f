"""The option `--at`: another instant than now."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from gate.errors import Invalid

Instant = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="As of another instant than now (RFC 3339)."),
]


def instant_in(text: str | None) -> datetime | None:
    """The instant of the option; None where it is not given.

    Raises:
        Invalid: not an instant with its offset from UTC.
    """
    if text is None:
        return None
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError as error:
        raise Invalid("--at takes an instant such as 2027-01-31T09:00:00Z") from error
    if parsed.tzinfo is None:
        raise Invalid("--at needs an offset from UTC, such as 2027-01-31T09:00:00Z")
    return parsed.astimezone(UTC)
