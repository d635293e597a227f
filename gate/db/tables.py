"""The tables that are not the log. Table classes validate nothing; they never cross a boundary."""

from sqlmodel import Field, SQLModel


class TokenRow(SQLModel, table=True):
    """One bearer token. Only the digest of the token itself is kept.

    `name` is the principal: several tokens may share it, so that one can be replaced while the
    other still works. `roles` are words with a space between; instants are RFC 3339 in UTC.
    """

    __tablename__ = "token"

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    name: str = Field(index=True)
    roles: str
    created_at: str
    expires_at: str
    development: bool


TABLES = (str(TokenRow.__tablename__),)
"""The names of all tables, so that nothing else of the process is created with them."""
