"""How a PostgreSQL database is named to SQLAlchemy."""

import re


def sqlalchemy_url(url: str) -> str:
    """A `postgresql://` address with the driver that this program uses."""
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)
