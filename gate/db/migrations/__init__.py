"""The schema of a PostgreSQL database, revision by revision."""
