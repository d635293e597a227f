"""How long the log's database waits for a lock."""

from gate.limits import LOG_BUSY_SECONDS_MAX
from gate.log.paths import database_in
from gate.log.sqlite import open_for_reading, open_for_writing
from tests.logs import open_log


def test_both_roles_wait_for_a_lock_as_long_as_the_bound(tmp_path):
    """SQLite itself says how long it would wait, in milliseconds."""
    open_log(tmp_path).close()
    for connection in (
        open_for_reading(database_in(tmp_path)),
        open_for_writing(database_in(tmp_path)),
    ):
        waits = connection.execute("PRAGMA busy_timeout").fetchone()[0]
        connection.close()

        assert waits == LOG_BUSY_SECONDS_MAX * 1000
