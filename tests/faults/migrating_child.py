"""A process that upgrades a PostgreSQL database and is killed on its way; started by a test.

Arguments: the address of the database, and the number of the statement before which to die, or 0 to
live. What is written is how many statements there were.
"""

import os
import signal
import sys

from sqlalchemy import Engine, event

from gate.db.upgrade import upgrade_database
from tests.postgres_server import ROLE


def main() -> None:
    """Upgrade, or die."""
    url, fatal = sys.argv[1], int(sys.argv[2])
    statements = 0

    @event.listens_for(Engine, "before_cursor_execute")
    def counted(*_given: object) -> None:
        nonlocal statements
        statements += 1
        if statements == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    upgrade_database(url, role=ROLE)
    sys.stdout.write(str(statements))


if __name__ == "__main__":
    main()
