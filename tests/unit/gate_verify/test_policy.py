"""Trust policies in the verifier of bundles: read and judged exactly as the gate does it."""

import itertools
from pathlib import Path

import pytest

from gate.errors import VerificationFailed
from gate.log.checkpoint import sign_checkpoint
from gate.log.note import Note
from gate.log.trust_policy import TrustPolicy
from gate_verify.bounds import POLICY_BYTES_MAX, POLICY_NAMES_MAX
from gate_verify.findings import DoesNotHold, Unusable
from gate_verify.policy import Policy
from tests.bundles import checked, checkpoint_at, exported, found, log_of
from tests.trust_policies import LOG_VKEY, READ, REFUSED, W1
from tests.unit.log.test_trust_policy import lines_of
from tests.witnesses import LOG, cosigned, cosigned_by, ml_dsa_witness, policy_text, witness

SIZE = 3
NOTE = sign_checkpoint(7, bytes(32), LOG)


@pytest.mark.parametrize("text", [text for text, _ in REFUSED])
def test_what_the_gate_refuses_is_refused(text: str) -> None:
    """Without a key of it in the sentence."""
    with pytest.raises(DoesNotHold, match="trust policy") as caught:
        Policy.parse(text.encode("utf-8", "surrogateescape"))

    assert W1 not in str(caught.value)
    assert LOG_VKEY not in str(caught.value)


@pytest.mark.parametrize("text", READ)
def test_what_the_gate_reads_is_read_as_the_same(text: bytes) -> None:
    """Names, keys, how many each group needs, and the quorum."""
    gates, ours = TrustPolicy.parse(text), Policy.parse(text)

    assert [key.key_id for key in ours.logs] == [log.key.key_id for log in gates.logs]
    assert {name: key.key_id for name, key in ours.witnesses.items()} == {
        witness.name: witness.key.key_id for witness in gates.witnesses
    }
    assert ours.groups == {g.name: (g.needed, list(g.members)) for g in gates.groups}
    assert ours.quorum == gates.quorum


def test_the_line_is_named() -> None:
    """So that whoever wrote it finds it."""
    with pytest.raises(DoesNotHold, match="Line 3 of the trust policy: A group needs"):
        Policy.parse(policy_text("group g 2 w1", "quorum g", witnesses=1))


def _is_read_by_both(data: bytes) -> bool:
    """Whether a policy is read; both readers have to agree."""
    answers = []
    for read, refused in ((TrustPolicy.parse, VerificationFailed), (Policy.parse, DoesNotHold)):
        try:
            read(data)
        except refused:
            answers.append(False)
        else:
            answers.append(True)
    assert answers[0] is answers[1], data
    return answers[0]


def test_both_readers_agree_on_every_changed_byte() -> None:
    """Each byte of a policy flipped, dropped, doubled or made special, and lines in any order."""
    good = policy_text("group g 2 w1 w2", "quorum g", witnesses=2)
    special = [b"", b"\xc2\xa0", *(bytes([byte]) for byte in b"\n \t#+\r\x85\xa00=")]
    read = 0
    for place in range(len(good)):
        before, byte, after = good[:place], good[place : place + 1], good[place + 1 :]
        for other in (*special, byte * 2, bytes([byte[0] ^ 1]), bytes([byte[0] ^ 32])):
            read += _is_read_by_both(before + other + after)
    for order in itertools.permutations(good.splitlines(keepends=True)):
        read += _is_read_by_both(b"".join(order))

    assert read


QUORUMS = [
    ("quorum none",),
    ("quorum w2",),
    ("group g any w1 w2 w3", "quorum g"),
    ("group g all w1 w2", "quorum g"),
    ("group g 2 w1 w2 w3", "quorum g"),
    ("group g any w1 w2", "group h all g w3", "quorum h"),
    ("group g any w1 w2", "quorum w3"),
]


@pytest.mark.parametrize("lines", QUORUMS, ids=" / ".join)
def test_a_quorum_is_met_by_those_whose_cosignatures_the_gate_counts(
    lines: tuple[str, ...],
) -> None:
    """Whoever of three witnesses and a stranger cosigned; twice counts once."""
    text = policy_text(*lines)
    gates, ours = TrustPolicy.parse(text), Policy.parse(text)
    for chosen in itertools.chain.from_iterable(
        itertools.combinations((1, 1, 2, 3, 9), count) for count in range(6)
    ):
        note = cosigned(NOTE, *chosen)
        enough = gates.is_met_by(gates.cosigned(Note.parse(note)))
        if enough:
            ours.check(note.encode())
        else:
            with pytest.raises(DoesNotHold, match="lacks the cosignatures of its quorum"):
                ours.check(note.encode())


def test_a_false_cosignature_of_a_known_witness_spoils_the_note() -> None:
    """Whoever else cosigned it, and even where nobody has to; one of a stranger does not."""
    other = sign_checkpoint(8, bytes(32), LOG)
    for number, spoils in ((2, True), (9, False)):
        false = cosigned(other, number).rpartition("\n\n")[2].splitlines(True)[1]
        for quorum in ("quorum w1", "quorum none"):
            text, note = policy_text(quorum), cosigned(NOTE, 1) + false
            if spoils:
                with pytest.raises(DoesNotHold, match="does not hold"):
                    Policy.parse(text).check(note.encode())
                with pytest.raises(VerificationFailed, match="does not hold"):
                    TrustPolicy.parse(text).open(note)
            else:
                Policy.parse(text).check(note.encode())
                TrustPolicy.parse(text).open(note)


def test_the_time_of_a_cosignature_is_below_two_to_the_63() -> None:
    """As for the gate."""
    signer = witness(1)
    text = NOTE.rpartition("\n\n")[0] + "\n"
    beyond = signer.private.sign(f"cosignature/v1\ntime {2**63}\n{text}".encode())
    line = signer.sign(text, 0)
    note = NOTE + type(line)(line.name, line.key_id, (2**63).to_bytes(8, "big") + beyond).line

    Policy.parse(policy_text("quorum w1")).check(cosigned(NOTE, 1, time_s=2**63 - 1).encode())
    with pytest.raises(DoesNotHold, match="does not hold"):
        Policy.parse(policy_text("quorum w1")).check(note.encode())


@pytest.mark.parametrize("kind", ["log", "witness", "group"])
def test_each_kind_is_bounded(kind: str) -> None:
    """POLICY_NAMES_MAX are read, one more is refused."""
    lines = lines_of(kind, POLICY_NAMES_MAX + 1)
    Policy.parse("\n".join([*lines[:-1], "quorum none", ""]).encode())

    with pytest.raises(DoesNotHold, match=f"more than {POLICY_NAMES_MAX}"):
        Policy.parse("\n".join([*lines, "quorum none", ""]).encode())


def test_a_policy_is_bounded() -> None:
    """A file of POLICY_BYTES_MAX is read, one more is refused."""
    text = policy_text("quorum none")
    largest = text + b"#" * (POLICY_BYTES_MAX - len(text) - 1) + b"\n"

    Policy.parse(largest)
    with pytest.raises(DoesNotHold, match=f"{POLICY_BYTES_MAX} bytes"):
        Policy.parse(b"#" + largest)


# --- in the verdict on a bundle -------------------------------------------------------------------


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of three decisions."""
    return log_of(tmp_path_factory.mktemp("log") / "var", SIZE)


def test_the_quorum_must_have_cosigned_the_checkpoint_of_the_bundle(var: Path) -> None:
    """Enough is clean and needs no other view; too few is a finding, which counts them."""
    bundle = exported(var, note=cosigned(checkpoint_at(var, SIZE).decode(), 1, 2))
    met = checked(bundle, policy=policy_text("group g 2 w1 w2 w3", "quorum g"))
    lacks = checked(bundle, policy=policy_text("quorum w3"))

    assert met.clean
    assert met.remarks == ()
    assert found(lacks) == [("checkpoint", "witnesses")]
    assert "2 of the 3 witnesses" in lacks.findings[0].detail


def test_a_policy_that_asks_nobody_is_no_other_view(var: Path) -> None:
    """The remark stays."""
    assert checked(exported(var), policy=policy_text("quorum none")).remarks == (
        checked(exported(var)).remarks
    )


def test_a_policy_that_cannot_be_read_makes_the_bundle_unusable(var: Path) -> None:
    """Nothing is said about a log whose witnesses nobody knows."""
    with pytest.raises(Unusable, match="Line 1 of the trust policy"):
        checked(exported(var), policy=b"quorum w1\n")


def test_witnesses_may_cosign_with_ml_dsa(var: Path) -> None:
    """One by one and in a quorum, beside others with Ed25519; every part is covered."""
    old, new = witness(1), ml_dsa_witness(2)
    note = checkpoint_at(var, SIZE).decode()
    lines = [
        f"witness {name} {signer.cosigner.vkey}\n" for name, signer in (("o", old), ("n", new))
    ]
    policy = "".join([*lines, "group both all o n\n", "quorum both\n"]).encode()
    both = exported(var, note=cosigned_by(note, old, new))

    assert checked(both, policy=policy, witnesses=[new.cosigner.vkey]).clean
    assert found(checked(exported(var, note=cosigned_by(note, old)), policy=policy)) == [
        ("checkpoint", "witnesses")
    ]
    other = cosigned_by(checkpoint_at(var, SIZE - 1).decode(), new)
    borrowed = exported(var, note=cosigned_by(note, old) + other.splitlines(True)[-1])
    assert found(checked(borrowed, policy=policy, witnesses=[new.cosigner.vkey])) == [
        ("checkpoint", "witness"),
        ("checkpoint", "witnesses"),
    ]
