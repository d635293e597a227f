"""A backup is put back: the service refuses to start, says why, and starts with the newest copy."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from itertools import count

import httpx2
import pytest

from gate.errors import GateError, Misconfigured
from gate.log.fsck import verify
from gate.log.paths import database_in
from tests.faults.test_postgres import OPTIONS
from tests.logs import PatientLog, draft, open_log
from tests.postgres_server import ROLE
from tests.service import GATE, JSON, body, server_in, token_in
from tests.shared import ROOT

_databases = count()


def decide(server, number):
    """The decision of this key."""
    headers = {**server.headers, **JSON, "Idempotency-Key": f"key-{number}"}
    answer = httpx2.post(f"{server.url}/v1/decisions", content=body(), headers=headers)
    assert answer.status_code in {200, 201}
    return answer.json()


def back_up(var, target):
    """As an operator does: SQLite's own copy of a database in use."""
    with (
        closing(sqlite3.connect(database_in(var))) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)


def test_a_service_on_a_restored_backup_refuses_loudly(tmp_path):
    """Nothing is signed over it; what was answered comes back with the newest copy."""
    var = tmp_path / "var"
    token = token_in(var)
    with server_in(var, token=token) as server:
        answered = [decide(server, number) for number in range(2)]
        back_up(var, tmp_path / "backup")
        answered += [decide(server, number) for number in range(2, 5)]
    shutil.copy(database_in(var), tmp_path / "newest")
    shutil.copy(tmp_path / "backup", database_in(var))
    before = database_in(var).read_bytes()
    started = subprocess.run(
        [*GATE, "serve", "--port", "0", "--var", str(var)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert started.returncode == 2
    assert "an older copy of the database was put in place" in started.stderr
    assert "Traceback" not in started.stderr
    assert database_in(var).read_bytes() == before
    report = verify(var)
    assert [(found.index, found.code) for found in report.findings] == [(2, "rolled_back")]

    shutil.copy(tmp_path / "newest", database_in(var))
    with server_in(var, token=token) as server:
        assert [decide(server, number) for number in range(5)] == answered
    report = verify(var)
    assert (report.clean, report.size) == (True, 5)


@pytest.mark.parametrize("kept", [1, 2, 3, 4])
def test_any_older_copy_is_refused(tmp_path, kept):
    """However little is missing; and the newest copy goes on where it was."""
    var = tmp_path / "var"
    log = open_log(var)
    for number in range(5):
        if number == kept:
            back_up(var, tmp_path / "backup")
        log.append(draft(number))
    log.close()
    shutil.copy(database_in(var), tmp_path / "newest")
    shutil.copy(tmp_path / "backup", database_in(var))
    with pytest.raises(Misconfigured, match=f"it has {kept} entries.*covers 5"):
        open_log(var)
    assert verify(var).first_bad_index == kept

    shutil.copy(tmp_path / "newest", database_in(var))
    log = open_log(var)
    assert log.append(draft(5)).index == 5
    log.close()
    assert verify(var).clean


def test_an_older_copy_under_a_running_log_is_not_written(tmp_path, postgres):
    """A failover to a standby that lags behind: what is there does not continue what was signed."""
    name = f"restored_{next(_databases)}"
    postgres.new_database(name)
    log = PatientLog.open_shared(tmp_path, postgres.url(name, ROLE), **OPTIONS)
    log.append(draft(0))
    postgres.execute(_ENDED.format(name=name))
    postgres.execute(f"CREATE DATABASE {name}_older TEMPLATE {name}")
    log.append(draft(1))
    postgres.execute(_ENDED.format(name=name))
    postgres.execute(f"ALTER DATABASE {name} RENAME TO {name}_newest")
    postgres.execute(f"ALTER DATABASE {name}_older RENAME TO {name}")

    for number in (2, 3):
        with pytest.raises(GateError, match=r"gate log verify|not known yet"):
            log.append(draft(number))
    log.close()
    report = verify(tmp_path, url=postgres.url(name, ROLE))
    assert (report.size, report.first_bad_index) == (1, 1)
    assert {found.code for found in report.findings} == {"rolled_back"}
    assert verify(tmp_path, url=postgres.url(f"{name}_newest", ROLE)).clean


_ENDED = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
