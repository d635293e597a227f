"""Trust policies: C2SP tlog-policy, line by line."""

import itertools

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from gate.errors import VerificationFailed
from gate.limits import TRUST_POLICY_BYTES_MAX, TRUST_POLICY_NAMES_MAX
from gate.log.checkpoint import sign_checkpoint
from gate.log.cosignature import CosignatureSigner
from gate.log.note import Signer, vkey_of
from gate.log.trust_policy import NONE, TrustPolicy
from tests.logs import GATE_KEY
from tests.trust_policies import LOG_VKEY, READ, REFUSED, W1, W2, W3
from tests.witnesses import LOG, TIME_S, cosigned, policy, policy_text, witness

NOTE = sign_checkpoint(7, bytes(32), LOG)


def test_the_example_of_the_specification() -> None:
    """Two of three, and one of three others."""
    found = TrustPolicy.parse(
        "".join(
            [
                f"log {LOG_VKEY}\n\n",
                *(f"witness X{number} {witness(number).cosigner.vkey}\n" for number in (1, 2, 3)),
                "group X-witnesses 2 X1 X2 X3\n\n",
                *(f"witness Y{n - 3} {witness(n).cosigner.vkey}\n" for n in (4, 5, 6)),
                "group Y-witnesses any Y1 Y2 Y3\n\n",
                "group X-and-Y all X-witnesses Y-witnesses\n",
                "quorum X-and-Y\n",
            ]
        ).encode()
    )
    names = ["X1", "X2", "X3", "Y1", "Y2", "Y3"]
    for count in range(7):
        for chosen in itertools.combinations(names, count):
            of_x = sum(name.startswith("X") for name in chosen)

            assert found.is_met_by(chosen) is (of_x >= 2 and of_x < count), chosen


@pytest.mark.parametrize(
    ("lines", "enough", "too_few"),
    [
        (["quorum none"], [], None),
        (["quorum w2"], ["w2"], ["w1", "w3"]),
        (["group g any w1 w2", "quorum g"], ["w2"], ["w3"]),
        (["group g all w1 w2", "quorum g"], ["w1", "w2"], ["w1", "w3"]),
        (["group g 1 w1", "quorum g"], ["w1"], []),
        (["group g 2 w1 w2 w3", "quorum g"], ["w1", "w3"], ["w2"]),
        (["group g any w1 w2", "quorum w3"], ["w3"], ["w1", "w2", "g"]),
        (["quorum w1", "group g any w2"], ["w1"], ["w2"]),
    ],
)
def test_a_quorum_is_met_by_enough(
    lines: list[str], enough: list[str], too_few: list[str] | None
) -> None:
    """Only witnesses count, whatever else is called by a name."""
    assert policy(*lines).is_met_by(enough)
    if too_few is not None:
        assert not policy(*lines).is_met_by(too_few)


def test_the_form_is_forgiving_where_the_specification_is() -> None:
    """Tabs, spaces around, empty lines, comments, any order of logs and witnesses, addresses."""
    text = (
        f"# comment\n\t # another\n \t\n  witness\tw1 \t{W1}  https://witness.example/ \n"
        f"log {LOG_VKEY} https://log.example/#x\n# caf\u00e9\nquorum w1\n"
    )
    found = TrustPolicy.parse(text.encode())

    assert found.witnesses[0].url == "https://witness.example/"
    assert found.logs[0].url == "https://log.example/#x"


def test_names_are_opaque_bytes() -> None:
    """Not even UTF-8, and never folded: a Kelvin sign is no K."""
    found = TrustPolicy.parse(
        b"witness \xff " + W1.encode() + b"\nwitness K " + W2.encode() + b"\n"
        b"witness \xe2\x84\xaa " + W3.encode() + b"\ngroup g all K \xe2\x84\xaa\nquorum \xff\n"
    )

    assert len({known.name for known in found.witnesses}) == 3
    assert found.is_met_by([found.witnesses[0].name])
    assert not found.is_met_by(["K"])


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_the_specification_refuses_is_refused(text: str, why: str) -> None:
    """With the line, and without its content."""
    with pytest.raises(VerificationFailed, match=why) as caught:
        TrustPolicy.parse(text.encode("utf-8", "surrogateescape"))

    assert W1 not in caught.value.detail
    assert LOG_VKEY not in caught.value.detail


@pytest.mark.parametrize("text", READ)
def test_what_the_specification_allows_is_read(text: bytes) -> None:
    """Whatever it looks like."""
    assert TrustPolicy.parse(text)


def test_a_checkpoint_needs_its_log_and_the_quorum() -> None:
    """And says who cosigned it when."""
    two = policy("group g 2 w1 w2 w3", "quorum g")
    opened = two.open(cosigned(NOTE, 1, 3))

    assert opened.checkpoint.size == 7
    assert opened.cosigned == {"w1": TIME_S, "w3": TIME_S}
    for note in (NOTE, cosigned(NOTE, 2), cosigned(NOTE, 2, 2), cosigned(NOTE, 2, 4)):
        with pytest.raises(VerificationFailed, match="quorum"):
            two.open(note)


def test_the_newest_time_of_a_witness_counts() -> None:
    """It may have cosigned twice."""
    note = cosigned(cosigned(NOTE, 1, time_s=20), 1, time_s=10)

    assert policy("quorum w1").open(note).cosigned == {"w1": 20}


def test_a_false_cosignature_of_a_known_witness_spoils_the_note() -> None:
    """Whoever else cosigned it."""
    false = cosigned(sign_checkpoint(8, bytes(32), LOG), 2).rpartition("\n\n")[2].splitlines(True)
    note = cosigned(NOTE, 1) + false[1]

    with pytest.raises(VerificationFailed, match="does not hold"):
        policy("quorum w1").open(note)


def test_a_checkpoint_of_a_log_that_is_not_listed_is_refused() -> None:
    """Another origin, another key of that origin, the key of one log under another's origin."""
    quorum_none = policy("quorum none")
    stranger = Signer.of("log.example/other", LOG.private)
    impostor = Signer.of(LOG.verifier.name, GATE_KEY)
    borrowed = stranger.sign(NOTE.rpartition("\n\n")[0] + "\n")
    for note in (
        sign_checkpoint(7, bytes(32), stranger),
        sign_checkpoint(7, bytes(32), impostor),
        borrowed,
    ):
        with pytest.raises(VerificationFailed):
            quorum_none.open(note)
    assert quorum_none.quorum == NONE
    assert quorum_none.open(NOTE).cosigned == {}


def test_one_listed_log_cannot_speak_for_another() -> None:
    """The key's name is the origin of the log it signs."""
    other = Signer.of("log.example/other", GATE_KEY)
    both = TrustPolicy.parse(f"log {LOG_VKEY}\nlog {other.verifier.vkey}\nquorum none\n".encode())

    assert both.open(NOTE)
    assert both.open(sign_checkpoint(7, bytes(32), other))
    with pytest.raises(VerificationFailed, match="not signed"):
        both.open(other.sign(NOTE.rpartition("\n\n")[0] + "\n"))


def test_a_policy_without_logs_needs_to_be_told_which() -> None:
    """Else it would believe anybody."""
    found = TrustPolicy.parse(b"quorum none\n")

    assert found.open(NOTE, LOG.verifier).checkpoint.size == 7
    with pytest.raises(VerificationFailed):
        found.open(NOTE)


def test_logs_and_witnesses_may_sign_with_ml_dsa() -> None:
    """As newer deployments should."""
    private = MLDSA44PrivateKey.from_seed_bytes(b"m" * 32)
    signer = CosignatureSigner.of(LOG.verifier.name, private)
    vkey = signer.cosigner.vkey
    text = NOTE.rpartition("\n\n")[0] + "\n"
    note = f"{text}\n{signer.sign(text, TIME_S).line}"

    assert TrustPolicy.parse(f"log {vkey}\nquorum none\n".encode()).open(note)
    assert TrustPolicy.parse(f"witness w {vkey}\nquorum w\n".encode()).open(
        NOTE + signer.sign(text, TIME_S).line, LOG.verifier
    ).cosigned == {"w": TIME_S}


def _vkeys(kind: int, count: int) -> list[str]:
    return [
        vkey_of(
            f"k{number}",
            kind,
            Ed25519PrivateKey.from_private_bytes(b"%032d" % number).public_key().public_bytes_raw(),
        )
        for number in range(count)
    ]


def lines_of(kind: str, count: int) -> list[str]:
    """The lines of a policy with so many logs, witnesses or groups, and what they need."""
    if kind == "group":
        groups = [f"group g{'g' * n} any g{'g' * (n - 1)}" for n in range(1, count + 1)]
        return [f"witness g {W1}", *groups]
    named = {"log": (1, "log"), "witness": (4, "witness w{}")}[kind]
    return [f"{named[1].format(n)} {vkey}" for n, vkey in enumerate(_vkeys(named[0], count))]


@pytest.mark.parametrize("kind", ["log", "witness", "group"])
def test_each_kind_is_bounded(kind: str) -> None:
    """64 are read, one more is refused."""
    lines = lines_of(kind, TRUST_POLICY_NAMES_MAX + 1)
    TrustPolicy.parse("\n".join([*lines[:-1], "quorum none", ""]).encode())

    with pytest.raises(VerificationFailed, match=f"more than {TRUST_POLICY_NAMES_MAX}"):
        TrustPolicy.parse("\n".join([*lines, "quorum none", ""]).encode())


def test_a_policy_is_bounded() -> None:
    """A file of the most bytes is read, one more is refused."""
    text = policy_text("quorum none")
    largest = text + b"#" * (TRUST_POLICY_BYTES_MAX - len(text) - 1) + b"\n"

    assert len(largest) == TRUST_POLICY_BYTES_MAX
    TrustPolicy.parse(largest)
    with pytest.raises(VerificationFailed, match=f"at most {TRUST_POLICY_BYTES_MAX}"):
        TrustPolicy.parse(b"#" + largest)
