"""Which tests meet which fault. Each is named as `file::test`, from the folder of all tests.

The steps of a decision, K1 to K10: the request was parsed, its key looked up, the engine asked and
answered; a transaction opened, the entry inserted, the checkpoint signed, COMMIT sent and confirmed;
the answer written.
"""

from typing import NamedTuple


class Fault(NamedTuple):
    """What goes wrong, where it is tried, and, where that is nowhere or not all of it, why."""

    what: str
    tests: tuple[str, ...]
    remark: str = ""


FAULTS = {
    "F1": Fault(
        "killed at each of K1 to K10, and at any time",
        (
            "faults/test_decision_kills.py::test_killed_at_a_step_of_a_decision",
            "faults/test_log_kills.py::test_killed_at_a_step",
            "faults/test_log_kills.py::test_killed_at_any_time",
            "faults/test_server_kill.py::test_sigkill_under_load_loses_and_doubles_nothing",
            "faults/test_erasure_kills.py::test_key_and_entry_go_together",
        ),
    ),
    "F2": Fault(
        "killed, an error or no room at the n-th call of the system",
        (
            "faults/test_log_injected.py::test_every_call_of_an_append_may_fail",
            "faults/test_log_injected.py::test_every_call_of_a_beginning_may_fail",
            "faults/test_publish_injected.py::test_every_call_of_the_publisher_may_fail",
        ),
    ),
    "F3": Fault(
        "a second fault while recovering",
        ("faults/test_log_injected.py::test_every_call_of_a_recovery_may_fail",),
    ),
    "F4": Fault(
        "the outcome of a commit is unknown",
        (
            "faults/test_log_commit.py::test_a_commit_of_unknown_outcome_is_looked_up",
            "faults/test_postgres_commit.py::test_the_reply_to_a_commit_is_lost",
        ),
    ),
    "F5": Fault(
        "the database is down, cut off or silent",
        (
            "faults/test_postgres_restarts.py::test_a_database_that_stops_under_a_gate",
            "faults/test_postgres_frozen.py::test_a_database_that_hangs_under_a_gate",
            "faults/test_postgres.py::test_a_connection_that_is_cut_at_any_step",
            "faults/test_postgres.py::test_a_server_that_is_killed_again_and_again",
            "faults/test_postgres_commit.py"
            "::test_a_server_that_is_not_heard_of_is_waited_for_no_longer_than_asked",
        ),
    ),
    "F6": Fault(
        "no room under the database",
        (
            "faults/test_log_disk_full.py::test_a_full_disk_logs_nothing_and_heals",
            "faults/test_postgres_disk_full.py::test_there_is_no_room_for_the_tables",
            "faults/test_postgres_disk_full.py::test_there_is_no_room_for_the_journal",
        ),
    ),
    "F7": Fault(
        "failover to a copy that lacks acknowledged entries",
        (
            "faults/test_postgres.py::test_a_database_behind_the_pin_is_refused",
            "faults/test_postgres.py::test_a_commit_that_no_standby_has_is_not_answered",
        ),
    ),
    "F8": Fault(
        "several gates on one database",
        (
            "faults/test_replicas.py::test_replicas_write_one_log",
            "faults/test_replicas.py::test_a_replica_takes_over_what_another_wrote",
        ),
    ),
    "F9": Fault(
        "a gate with other keys, another origin or a folder that is taken",
        (
            "faults/test_postgres.py::test_a_log_of_another_origin_is_refused",
            "faults/test_log_second_process.py::test_a_second_process_is_refused",
        ),
        "Gates with different releases may share a log: each entry names the one that decided.",
    ),
    "F10": Fault(
        "one key sent many times at once",
        (
            "faults/test_replicas.py::test_replicas_write_one_log",
            "unit/test_claims.py::test_of_many_threads_one_holds_a_key",
        ),
    ),
    "F11": Fault(
        "a key used again for another body, or by somebody else",
        (
            "contract/test_errors.py::test_422_key_reused",
            "unit/test_claims.py::test_keys_belong_to_their_principal",
        ),
    ),
    "F12": Fault(
        "the client goes away",
        ("faults/test_server.py::test_a_client_that_goes_away_disturbs_nobody",),
    ),
    "F13": Fault(
        "the OPA server is down, or speaks no TLS",
        (
            "faults/test_opa_answers.py::test_a_refused_connection_is_unavailable",
            "faults/test_opa_answers.py::test_a_server_without_tls_is_unavailable",
        ),
        "No entry is written for it: an error is no decision.",
    ),
    "F14": Fault(
        "the OPA server is slow, endless or huge",
        (
            "faults/test_opa_answers.py::test_no_answer_in_time_or_bounds_is_unavailable",
            "faults/test_opa_answers.py::test_a_huge_answer_is_not_read_to_its_end",
        ),
    ),
    "F15": Fault(
        "the OPA server answers garbage",
        ("faults/test_opa_answers.py::test_garbage_is_an_invalid_answer",),
    ),
    "F16": Fault(
        "the OPA server has no release, or another",
        (
            "unit/policy/test_opa.py::test_a_server_without_policies_is_not_ready",
            "unit/policy/test_opa.py::test_a_server_with_another_release_is_not_ready",
        ),
    ),
    "F17": Fault(
        "the OPA server is killed and started again under load",
        ("faults/test_opa_restarts.py::test_an_opa_server_that_is_killed_again_and_again",),
    ),
    "F18": Fault(
        "the clock jumps, stands or goes back",
        ("faults/test_clock.py::test_no_clock_loses_doubles_or_reorders_a_decision",),
    ),
    "F19": Fault(
        "a key is missing, unreadable, wrong, rotated or revoked",
        (
            "unit/log/test_keys.py::test_a_file_that_is_no_ed25519_key_is_refused",
            "unit/log/test_keys.py::test_a_key_that_others_may_use_is_refused",
            "unit/log/test_rotation.py::test_a_gate_does_not_start_with_a_revoked_key",
            "unit/log/test_rotation.py::test_a_crash_is_repaired_by_repeating",
        ),
    ),
    "F20": Fault(
        "no file, no memory, no thread is left",
        (
            "faults/test_exhausted.py::test_no_file_can_be_opened",
            "faults/test_exhausted.py::test_no_memory_and_no_thread",
            "faults/test_exhausted.py::test_sixty_four_files_are_enough",
        ),
        "Where the library of the engine gets no memory for itself it ends the process.",
    ),
    "F21": Fault(
        "no room for temporary files; nobody takes log lines",
        (
            "faults/test_unwritable_places.py::test_no_temporary_file_is_needed",
            "faults/test_unwritable_places.py::test_nobody_takes_the_lines",
            "faults/test_unwritable_places.py::test_there_is_nowhere_to_write_lines",
        ),
    ),
    "F22": Fault(
        "an upgrade of the tables is interrupted, or the program is older than them",
        (
            "faults/test_migration_killed.py::test_every_call_of_an_upgrade_may_fail",
            "faults/test_migration_killed.py::test_an_upgrade_of_postgresql_that_is_killed",
            "faults/test_migration_killed.py"
            "::test_an_older_program_refuses_the_tables_of_a_newer_one",
            "unit/db/test_database.py::test_another_version_is_refused",
        ),
    ),
    "F23": Fault(
        "a backup is restored, and the gate goes on",
        (
            "faults/test_log_restored.py::test_a_service_on_a_restored_backup_refuses_loudly",
            "faults/test_log_restored.py::test_any_older_copy_is_refused",
        ),
    ),
    "F24": Fault(
        "SIGTERM under load",
        ("faults/test_server.py::test_sigterm_finishes_what_was_begun",),
    ),
    "F25": Fault(
        "a release is activated in the middle of a decision",
        (),
        "Cannot happen: a gate has one release from its start to its end.",
    ),
    "F26": Fault(
        "the engine stands still under hundreds of questions",
        ("faults/test_engine_stalls.py::test_an_engine_that_stands_still",),
    ),
}
