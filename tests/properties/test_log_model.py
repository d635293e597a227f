"""The log against a list: whatever is done to it in whatever order, it holds what was answered."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from gate.canon import digest_of
from gate.errors import KeyReused, LogUnavailable, OutcomeUnknown
from gate.log.checkpoint import open_checkpoint
from gate.log.fsck import verify
from gate.log.log import Appended, Log
from gate.log.merkle import verify_consistency, verify_inclusion
from gate.log.note import Signer
from tests.logs import LOG_KEY, ORIGIN, draft, entry, open_log

VERIFIER = Signer.of(ORIGIN, LOG_KEY).verifier
OTHER_BODY = digest_of(b"another request")
KEYS = [f"key-{number}" for number in range(4)]


class LogMachine(RuleBasedStateMachine):
    """Append, retry, reopen, lose commits, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.number = 0
        self.answered: list[Appended] = []
        self.by_key: dict[str, Appended] = {}

    @initialize()
    def start(self) -> None:
        self.log: Log = open_log(self.folder)

    def _next(self) -> int:
        self.number += 1
        return self.number

    @rule()
    def append(self) -> None:
        appended = self.log.append(draft(self._next(), log_seen=self.log.seen()))
        assert appended.index == len(self.answered)
        self.answered.append(appended)

    @rule(key=st.sampled_from(KEYS))
    def append_with_a_key(self, key: str) -> None:
        body_hash = entry(KEYS.index(key)).body_hash
        appended = self.log.append(draft(self._next(), idempotency_key=key, body_hash=body_hash))
        first = self.by_key.setdefault(key, appended)
        assert appended.replayed is (first is not appended)
        assert appended.text == first.text
        if not appended.replayed:
            self.answered.append(appended)

    @rule(key=st.sampled_from(KEYS))
    def use_a_key_for_something_else(self, key: str) -> None:
        if key not in self.by_key:
            return
        try:
            self.log.append(draft(self._next(), idempotency_key=key, body_hash=OTHER_BODY))
        except KeyReused:
            return
        raise AssertionError

    @rule()
    def reopen(self) -> None:
        self.log.close()
        self.log = open_log(self.folder)

    @rule(done=st.booleans())
    def lose_the_answer_of_a_commit(self, done: bool) -> None:
        writer = self.log._sequencer._batches._writer
        commit = writer.commit

        def lost() -> None:
            if done:
                commit()
            raise OutcomeUnknown("lost")

        writer.commit = lost
        try:
            appended = self.log.append(draft(self._next()))
        except LogUnavailable:
            assert not done
        else:
            assert done
            self.answered.append(appended)
        del writer.commit

    @invariant()
    def everything_answered_is_proved(self) -> None:
        if not hasattr(self, "log"):
            return
        newest = open_checkpoint(self.log.checkpoint(), VERIFIER)
        assert newest.size == len(self.answered)
        for appended in self.answered:
            signed = open_checkpoint(appended.checkpoint, VERIFIER)
            verify_inclusion(
                appended.leaf_hash,
                index=appended.index,
                size=newest.size,
                proof=self.log.inclusion(appended.index, newest.size),
                root=newest.root,
            )
            verify_consistency(
                size1=signed.size,
                root1=signed.root,
                size2=newest.size,
                root2=newest.root,
                proof=self.log.consistency(signed.size, newest.size),
            )
            assert self.log.receipt_parts(appended.index).text == appended.text

    def teardown(self) -> None:
        self.log.close()
        assert verify(self.folder, vkey=VERIFIER.vkey).clean
        shutil.rmtree(self.folder)


LogMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestLog = LogMachine.TestCase
