"""The log as the gate uses it."""

import hashlib
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from gate.canon import digest_of
from gate.dsse import sign
from gate.errors import KeyReused, LogUnavailable, NotFound, TooLarge
from gate.log.checkpoint import open_checkpoint
from gate.log.log import EntryDraft, Log
from gate.log.merkle import verify_consistency, verify_inclusion
from gate.log.note import Signer
from gate.model.entry import Artifact, AttachmentRef, TreeHead
from tests.logs import (
    EMPTY,
    GATE_KEYID,
    LOG_KEY,
    ORIGIN,
    check_log,
    contents,
    draft,
    entry,
    open_log,
)

pytestmark = pytest.mark.usefixtures("either_store")

VERIFIER = Signer.of(ORIGIN, LOG_KEY).verifier


def test_an_appended_entry_is_proved_by_its_receipt(tmp_path: Path) -> None:
    """Index, signed checkpoint and inclusion proof belong together, for each entry."""
    log = open_log(tmp_path)
    for number in range(5):
        appended = log.append(draft(number))
        checkpoint = open_checkpoint(appended.checkpoint, VERIFIER)

        assert (appended.index, appended.replayed) == (number, False)
        assert (checkpoint.origin, checkpoint.size) == (ORIGIN, appended.tree_size)
        verify_inclusion(
            appended.leaf_hash,
            index=appended.index,
            size=checkpoint.size,
            proof=appended.inclusion_proof,
            root=checkpoint.root,
        )
        assert appended.entry == entry(number)
    log.close()
    assert check_log(tmp_path).clean


def test_a_receipt_is_the_same_for_ever(tmp_path: Path) -> None:
    """Whatever was logged since, and after a restart, in every byte of its file."""
    log = open_log(tmp_path)
    texts = [log.append(draft(number)).text for number in range(9)]

    assert [log.receipt_parts(number).text for number in range(9)] == texts
    log.close()
    log = open_log(tmp_path)
    assert [log.receipt_parts(number).text for number in range(9)] == texts
    log.close()


def test_a_new_log_is_empty_and_says_so(tmp_path: Path) -> None:
    """The checkpoint of size 0 is signed and is what a first decision saw."""
    log = open_log(tmp_path)

    assert log.seen() == EMPTY
    assert open_checkpoint(log.checkpoint(), VERIFIER).size == 0
    assert (log.origin, log.gate_keyid) == (ORIGIN, GATE_KEYID)
    log.close()


def test_what_was_seen_grows_with_the_log(tmp_path: Path) -> None:
    """It is the newest checkpoint, and verification follows it back."""
    log = open_log(tmp_path)
    log.append(draft(0))
    seen = log.seen()
    log.append(draft(1, log_seen=seen))
    log.close()

    assert seen.size == 1
    assert check_log(tmp_path).clean


def test_a_state_that_never_was_is_found(tmp_path: Path) -> None:
    """An entry that claims to have seen another root, or a later state, is a finding."""
    log = open_log(tmp_path)
    log.append(draft(0))
    log.append(draft(1, log_seen=replace(log.seen(), root=EMPTY.root)))
    log.append(draft(2, log_seen=TreeHead(9, EMPTY.root)))
    log.close()
    report = check_log(tmp_path)

    assert [(finding.index, finding.code) for finding in report.findings] == [
        (1, "log_seen"),
        (2, "log_seen"),
    ]


def test_the_same_key_and_body_give_the_same_receipt(tmp_path: Path) -> None:
    """A retry has another decision id and time, and gets the first decision's entry."""
    log = open_log(tmp_path)
    first = log.append(draft(0, idempotency_key="key"))
    log.append(draft(1))
    again = log.append(draft(2, idempotency_key="key", body_hash=entry(0).body_hash))

    assert again.replayed
    assert again.text == first.text
    assert log.find("pipeline", "key") is not None
    log.close()
    log = open_log(tmp_path)
    assert log.append(draft(3, idempotency_key="key", body_hash=entry(0).body_hash)).text == (
        first.text
    )
    assert log.seen().size == 2
    log.close()


def test_the_same_key_with_another_body_is_refused(tmp_path: Path) -> None:
    """Nothing is logged for it."""
    log = open_log(tmp_path)
    log.append(draft(0, idempotency_key="key"))
    with pytest.raises(KeyReused):
        log.append(draft(1, idempotency_key="key"))

    assert log.seen().size == 1
    log.close()


def test_a_key_belongs_to_its_principal(tmp_path: Path) -> None:
    """Two principals may use the same key for different things."""
    log = open_log(tmp_path)
    log.append(draft(0, idempotency_key="key", principal="one"))
    log.append(draft(1, idempotency_key="key", principal="two"))

    assert [log.find(name, "key").index for name in ("one", "two")] == [0, 1]  # type: ignore[union-attr]
    assert log.find("three", "key") is None
    log.close()


def test_fifty_threads_with_one_key_make_one_entry(tmp_path: Path) -> None:
    """All get the same receipt, and one of them was first."""
    log = open_log(tmp_path)
    together = threading.Barrier(50)

    def ask(number: int) -> tuple[str, bool]:
        together.wait()
        body_hash = entry(0).body_hash
        appended = log.append(draft(number, idempotency_key="key", body_hash=body_hash), seconds=60)
        return appended.text, appended.replayed

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(ask, range(50)))

    assert len({text for text, _ in answers}) == 1
    assert sorted(replayed for _, replayed in answers) == [False] + [True] * 49
    assert log.seen().size == 1
    log.close()
    assert check_log(tmp_path).clean


def test_many_threads_get_contiguous_indices(tmp_path: Path) -> None:
    """Whoever is batched with whom, every entry is there once and every receipt is stable."""
    log = open_log(tmp_path)
    with ThreadPoolExecutor(16) as pool:
        appended = list(pool.map(lambda n: log.append(draft(n), seconds=60), range(400)))

    assert sorted(item.index for item in appended) == list(range(400))
    for item in appended:
        assert log.receipt_parts(item.index).text == item.text
    log.close()
    assert check_log(tmp_path).clean


def test_an_entry_is_found_by_index_and_by_decision(tmp_path: Path) -> None:
    """Verbatim, and taken apart."""
    log = open_log(tmp_path)
    appended = log.append(draft(0))
    for found in (log.entry(0), log.by_decision(entry(0).decision_id)):
        assert (found.index, found.leaf, found.entry) == (0, appended.leaf, entry(0))
    for index in (1, -1, 2**63, 2**100):
        for missing in (log.entry, log.receipt_parts):
            with pytest.raises(NotFound):
                missing(index)
    with pytest.raises(NotFound):
        log.by_decision(entry(1).decision_id)
    log.close()


def test_contents_lie_in_the_side_store(tmp_path: Path) -> None:
    """Whatever a draft carries comes back by its digest."""
    log = open_log(tmp_path)
    card = b"---\nlicense: mit\n---\n"
    attachment = AttachmentRef("card", "hf_card", digest_of(card))
    log.append(EntryDraft(entry(0, attachments=(attachment,)), (*contents(0), card)))
    log.append(EntryDraft(entry(1, attachments=(attachment,)), (*contents(1), card)))

    assert [log.blob(digest_of(content)) for content in (*contents(0), card)] == [
        *contents(0),
        card,
    ]
    with pytest.raises(NotFound):
        log.blob(digest_of(b"other"))
    log.close()
    assert check_log(tmp_path).clean


@pytest.mark.parametrize("left_out", range(4))
def test_a_draft_without_a_content_that_it_names_is_refused(tmp_path: Path, left_out: int) -> None:
    """Nobody could replay it."""
    card = b"card"
    attachment = AttachmentRef("card", "hf_card", digest_of(card))
    given = [*contents(0), card]
    del given[left_out]
    log = open_log(tmp_path)
    with pytest.raises(ValueError, match="lacks a content"):
        log.append(EntryDraft(entry(0, attachments=(attachment,)), tuple(given)))
    assert log.seen().size == 0
    log.close()


def test_an_entry_that_is_too_large_is_refused(tmp_path: Path) -> None:
    """Before it waits for anybody, and nothing is logged."""
    many = tuple(Artifact(f"model-{n}", "sha256:" + "a" * 64) for n in range(500))
    log = open_log(tmp_path)
    with pytest.raises(TooLarge):
        log.append(draft(0, artifacts=many))
    assert log.seen().size == 0
    log.close()


def test_proofs_are_made_for_any_size_that_was(tmp_path: Path) -> None:
    """Every inclusion and consistency proof of a small log verifies against its roots."""
    log = open_log(tmp_path)
    roots = {}
    for number in range(9):
        appended = log.append(draft(number))
        roots[appended.tree_size] = open_checkpoint(appended.checkpoint, VERIFIER).root
    for size, root in roots.items():
        for index in range(size):
            proof = log.inclusion(index, size)
            leaf = log.receipt_parts(index).leaf_hash
            verify_inclusion(leaf, index=index, size=size, proof=proof, root=root)
            verify_consistency(
                size1=index + 1,
                root1=roots[index + 1],
                size2=size,
                root2=root,
                proof=log.consistency(index + 1, size),
            )
    log.close()


def test_no_proof_is_made_beyond_the_log(tmp_path: Path) -> None:
    """Sizes and indices come from whoever asks."""
    log = open_log(tmp_path)
    log.append(draft(0))
    for index, size in ((0, 2), (1, 1), (-1, 1), (0, 0)):
        with pytest.raises(NotFound):
            log.inclusion(index, size)
    for size1, size2 in ((0, 1), (1, 2), (-1, 1), (1, 0)):
        with pytest.raises(NotFound):
            log.consistency(size1, size2)
    log.close()


def test_a_closed_log_takes_nothing_and_gives_nothing(tmp_path: Path) -> None:
    """Neither appends nor reads, and the folder is free for the next one."""
    log = open_log(tmp_path)
    log.append(draft(0))
    log.close()
    with pytest.raises(LogUnavailable):
        log.append(draft(1))
    with pytest.raises(LogUnavailable):
        log.seen()
    open_log(tmp_path).close()


def test_closing_waits_for_whoever_waits(tmp_path: Path) -> None:
    """Decisions that are queued when the log is closed are still logged."""
    held = threading.Event()
    entered = threading.Event()

    def hold(_step: object) -> None:
        entered.set()
        held.wait(60)

    log = open_log(tmp_path, step=hold)
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(log.append, draft(n), seconds=60) for n in range(7)]
        assert entered.wait(60)
        closing = pool.submit(log.close)
        held.set()
        closing.result(60)
        done = [item.result(60) for item in waiting if item.exception(60) is None]
    assert done
    log = open_log(tmp_path)
    assert log.seen().size == len(done)
    log.close()


def test_the_leaf_hash_is_that_of_the_standard(tmp_path: Path) -> None:
    """SHA-256 of a zero byte and the leaf, and the leaf is a DSSE envelope."""
    log = open_log(tmp_path)
    appended = log.append(draft(0))
    log.close()

    assert appended.leaf_hash == hashlib.sha256(b"\0" + appended.leaf).digest()
    assert set(json.loads(appended.leaf)) == {"payload", "payloadType", "signatures"}


def test_opening_twice_is_refused(tmp_path: Path) -> None:
    """Two logs on one folder would fork, whatever path leads there."""
    link = tmp_path / "link"
    folder = tmp_path / "var"
    log = open_log(folder)
    link.symlink_to(folder)
    for path in (folder, link):
        with pytest.raises(Exception, match="Another process"):
            Log.open(path, origin=ORIGIN, log_key=LOG_KEY, gate_key=LOG_KEY)
    log.close()


def test_the_thread_that_holds_the_lock_neither_hashes_nor_signs_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks does it before, so that the lock is held no longer than the database needs."""
    by: dict[str, set[str]] = {"hashed": set(), "signed": set()}
    sha256 = hashlib.sha256

    def hashing(data: bytes = b"") -> object:
        if data[:1] == b"\0":  # how the hash of a leaf begins (RFC 6962)
            by["hashed"].add(threading.current_thread().name)
        return sha256(data)

    def signing(*given: object) -> bytes:
        by["signed"].add(threading.current_thread().name)
        return sign(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("gate.log.merkle.hashlib.sha256", hashing)
    monkeypatch.setattr("gate.log.leaf.sign", signing)
    log = open_log(tmp_path)
    with ThreadPoolExecutor(4, thread_name_prefix="asks") as pool:
        list(pool.map(lambda number: log.append(draft(number), seconds=60), range(20)))
    monkeypatch.undo()
    log.close()

    for names in by.values():
        assert names
        assert all(name.startswith("asks") for name in names)
