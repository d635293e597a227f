"""The verdict on a bundle: clean where it is, and every change named where it lies."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gate.log.checkpoint import open_checkpoint, sign_checkpoint
from gate.log.export import Part
from gate.log.keys import public_pem
from gate.log.merkle import CompactRange, leaf_hash
from gate.log.note import Signer
from gate.log.tiles import bundle as packed_entries
from gate.log.tiles import read_bundle
from gate.model.entry import TreeHead
from gate_verify.archive import MANIFEST
from gate_verify.bounds import FINDINGS_MAX
from gate_verify.bundle import verify_bundle
from gate_verify.findings import Findings, Unusable
from tests.bundles import (
    GATE_PEM,
    VKEY,
    checked,
    checkpoint_at,
    exported,
    found,
    log_of,
    packed,
    sealed,
    unpacked,
)
from tests.logs import GATE_KEYID, ORIGIN, draft, open_log
from tests.witnesses import LOG, cosigned, witness

SIZE = 300
ENTRIES = "tile/entries/001.p/44"
TILE = "tile/0/001.p/44"
CONTENT = "replay/data/sha256/"


@dataclass(frozen=True)
class Made:
    """A log of 300 entries, a bundle of all, and one of entries 250 to 259."""

    var: Path
    whole: bytes
    part: bytes


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    var = log_of(tmp_path_factory.mktemp("log") / "var", SIZE)
    return Made(
        var,
        exported(var, since=[7, 256]),
        exported(var, since=[7], part=Part(250, 260)),
    )


def test_a_bundle_of_the_whole_log_is_clean(made: Made) -> None:
    """From its bytes and the auditor's keys alone."""
    steps: list[tuple[str, int, int]] = []
    report = checked(made.whole, progress=lambda *step: steps.append(step))

    assert report.clean
    assert (report.origin, report.size, report.first, report.end) == (ORIGIN, SIZE, 0, SIZE)
    assert report.root == open_checkpoint(checkpoint_at(made.var, SIZE), LOG.verifier).root
    assert [step for step in steps if step[0] == "entries"] == [
        ("entries", 256, SIZE),
        ("entries", SIZE, SIZE),
    ]


def test_a_bundle_of_a_part_is_clean_and_says_that_it_is_a_part(made: Made) -> None:
    """With what that means."""
    report = checked(made.part, held=[checkpoint_at(made.var, 7)])

    assert report.clean
    assert (report.size, report.first, report.end) == (SIZE, 250, 260)
    assert [remark[:30] for remark in report.remarks] == ["This is a part of the log: oth"]


def test_an_empty_log_is_clean(tmp_path: Path) -> None:
    """Nothing was decided, and that is signed."""
    report = checked(exported(log_of(tmp_path / "var", 0)))

    assert report.clean
    assert (report.size, report.first, report.end) == (0, 0, 0)


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257])
def test_logs_of_other_sizes_are_clean(tmp_path: Path, size: int) -> None:
    """Where tiles are full, or about to be."""
    assert checked(exported(log_of(tmp_path / "var", size))).clean


def test_without_gate_keys_the_verdict_says_so_loudly(made: Made) -> None:
    """The keys in the bundle are the word of whoever wrote it."""
    said = checked(made.whole, gate_keys=[], held=[checkpoint_at(made.var, 9)]).remarks

    assert len(said) == 1
    assert said[0].startswith("WHO SIGNED THE ENTRIES WAS NOT CHECKED INDEPENDENTLY")


def test_without_another_view_the_verdict_says_so(made: Made) -> None:
    """A checkpoint that was kept, or a witness."""
    assert len(checked(made.whole).remarks) == 1
    assert "others were shown the same log" in checked(made.whole).remarks[0]
    assert checked(made.whole, held=[checkpoint_at(made.var, 9)]).remarks == ()


def test_without_contents_the_verdict_says_so(made: Made) -> None:
    """They can be withheld altogether, and not one by one."""
    report = checked(exported(made.var, with_contents=False), held=[checkpoint_at(made.var, 9)])

    assert report.clean
    assert [remark[:39] for remark in report.remarks] == ["The contents that entries name (request"]


def test_an_entry_of_another_gate_is_named(made: Made) -> None:
    """Where the auditor says which gates there are."""
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32).public_key()
    report = checked(made.part, gate_keys=[public_pem(other).encode()])

    assert found(report) == [(f"entry {index}", "entry") for index in range(250, 260)]
    assert checked(made.part, gate_keys=[public_pem(other).encode(), GATE_PEM]).clean


def test_every_given_witness_must_have_cosigned(made: Made) -> None:
    """One that did not is a finding; its line is verified."""
    bundle = exported(made.var, note=cosigned(checkpoint_at(made.var, SIZE).decode(), 1, 2))
    keys = [witness(number).cosigner.vkey for number in (1, 2, 3)]

    assert checked(bundle, witnesses=keys[:2]).clean
    assert found(checked(bundle, witnesses=keys)) == [("checkpoint", "witness")]


# --- checkpoints that the auditor kept ------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1, 7, 256, SIZE])
def test_a_kept_checkpoint_is_compared_with_the_whole_log(made: Made, size: int) -> None:
    """At any size, whether or not the bundle proves it."""
    other = sign_checkpoint(size, b"\1" * 32, LOG).encode()

    assert checked(made.whole, held=[checkpoint_at(made.var, size)]).clean
    assert not checked(made.whole, held=[other]).clean


@pytest.mark.parametrize("size", [0, 7, SIZE])
def test_a_kept_checkpoint_is_compared_with_a_part(made: Made, size: int) -> None:
    """By the proof of growth in the bundle."""
    other = sign_checkpoint(size, b"\1" * 32, LOG).encode()

    assert checked(made.part, held=[checkpoint_at(made.var, size)]).clean
    assert found(checked(made.part, held=[other])) == [("given", "checkpoint")]


def test_a_kept_checkpoint_that_a_part_does_not_prove_is_a_finding(made: Made) -> None:
    """With what to ask for."""
    report = checked(made.part, held=[checkpoint_at(made.var, 9)])

    assert found(report) == [("given", "checkpoint")]
    assert "--since 9" in report.findings[0].detail


def test_a_rolled_back_log_is_found(made: Made, tmp_path: Path) -> None:
    """By whoever kept a later checkpoint."""
    bundle = exported(made.var, note=checkpoint_at(made.var, 10).decode())

    report = checked(bundle, held=[checkpoint_at(made.var, 11)])

    assert found(report) == [("given", "checkpoint")]
    assert "rolled back" in report.findings[0].detail


def test_a_kept_checkpoint_of_another_log_is_a_finding(made: Made) -> None:
    """It was to be compared, and could not be."""
    other = Signer.of("other.example/log", LOG.private)

    assert found(checked(made.whole, held=[sign_checkpoint(3, b"\1" * 32, other).encode()])) == [
        ("given", "checkpoint")
    ]


# --- what was changed, with a list of files that fits ---------------------------------------------

Files = dict[str, bytes]
Change = Callable[[Files], None]


def flip(path: str, place: int) -> Change:
    def change(files: Files) -> None:
        content = bytearray(files[path])
        content[place] ^= 1
        files[path] = bytes(content)

    return change


def put(path: str, content: bytes) -> Change:
    return lambda files: files.update({path: content})


def drop(path: str) -> Change:
    return lambda files: files.pop(path) and None


def cut(path: str, size: int) -> Change:
    return lambda files: files.update({path: files[path][:size]})


def more(path: str, what: bytes) -> Change:
    return lambda files: files.update({path: files[path] + what})


def both(one: Change, other: Change) -> Change:
    def change(files: Files) -> None:
        one(files)
        other(files)

    return change


def swap_leaves(files: Files) -> None:
    leaves = read_bundle(files[ENTRIES], 44)
    leaves[3], leaves[4] = leaves[4], leaves[3]
    files[ENTRIES] = packed_entries(leaves)


def swap_everything(files: Files) -> None:
    swap_leaves(files)
    tile = files[TILE]
    files[TILE] = tile[:96] + tile[128:160] + tile[96:128] + tile[160:]


def swap_files(one: str, other: str) -> Change:
    return lambda files: files.update({one: files[other], other: files[one]})


def first_content(files: Files) -> str:
    return next(path for path in sorted(files) if path.startswith(CONTENT))


def change_content(files: Files) -> None:
    files[first_content(files)] += b" "


def rename_content(files: Files) -> None:
    path = first_content(files)
    files[CONTENT + "0" * 64] = files.pop(path)


WHOLE: dict[str, tuple[Change, set[tuple[str, str]]]] = {
    "a byte of an entry": (flip("tile/entries/000", 900), {("entry 0", "entry"), ("entry 0", "leaf")}),
    "a byte of an entry's hash": (flip("tile/0/000", 32 * 7), {("entry 7", "leaf")}),
    "a byte of a hash above": (flip("tile/1/000.p/1", 0), {("tile/1/000.p/1", "tile")}),
    "two entries swapped": (swap_leaves, {("entry 259", "leaf"), ("entry 260", "leaf")}),
    "two entries swapped, and their hashes": (swap_everything, {("size 300", "root")}),
    "a bundle of entries cut": (cut("tile/entries/000", 999), {("tile/entries/000", "entries")}),
    "an empty bundle of entries": (put(ENTRIES, b""), {(ENTRIES, "entries")}),
    "a bundle with more": (more(ENTRIES, b"\0\0"), {(ENTRIES, "entries")}),
    "a length in a bundle": (flip("tile/entries/000", 1), {("tile/entries/000", "entries")}),
    "no bundle of entries": (drop(ENTRIES), {(ENTRIES, "missing")}),
    "a tile cut": (cut(TILE, 44 * 32 - 1), {(TILE, "tile")}),
    "a tile with a hash more": (more(TILE, bytes(32)), {(TILE, "tile")}),
    "no tile": (drop("tile/0/000"), {("tile/0/000", "missing")}),
    "no tile above": (drop("tile/1/000.p/1"), {("tile/1/000.p/1", "missing")}),
    "a tile too many": (put("tile/2/000.p/1", bytes(32)), {("tile/2/000.p/1", "tile")}),
    "a proof too many": (put("consistency/9-300.txt", b""), {("consistency/9-300.txt", "growth")}),
    "a proof to another size": (put("consistency/7-9.txt", b""), {("consistency/7-9.txt", "growth")}),
    "a byte of a proof": (flip("consistency/7-300.txt", 3), {("checkpoints/7", "checkpoint")}),
    "a proof that is cut": (cut("consistency/7-300.txt", 44), {("checkpoints/7", "checkpoint")}),
    "an earlier checkpoint": (flip("checkpoints/7", 30), {("checkpoints/7", "checkpoint"), ("consistency/7-300.txt", "growth")}),
    "an earlier checkpoint of another size": (swap_files("checkpoints/7", "checkpoints/256"), {("checkpoints/7", "checkpoint"), ("checkpoints/256", "checkpoint"), ("consistency/7-300.txt", "growth"), ("consistency/256-300.txt", "growth")}),
    "a stamp of no checkpoint": (put("timestamps/9.tsr", b"x"), {("timestamps/9.tsr", "stamp")}),
    "a proof of an entry that is not here": (put("proofs/9.tlog-proof", b""), {("proofs/9.tlog-proof", "file")}),
}  # fmt: skip


@pytest.mark.parametrize("what", WHOLE)
def test_what_was_changed_in_a_whole_log_is_named(made: Made, tmp_path: Path, what: str) -> None:
    """Though the list of files was made to fit."""
    change, expected = WHOLE[what]
    files = unpacked(made.whole)
    change(files)

    assert set(found(checked(sealed(files, tmp_path, 0, SIZE)))) == expected


PART: dict[str, tuple[Change, set[tuple[str, str]]]] = {
    "a byte of an entry": (flip("entries/255.dsse.json", 900), {("entry 255", "proof"), ("entry 255", "entry")}),
    "two entries swapped": (swap_files("entries/251.dsse.json", "entries/252.dsse.json"), {("entry 251", "proof"), ("entry 252", "proof")}),
    "two entries swapped with their proofs": (both(swap_files("entries/251.dsse.json", "entries/252.dsse.json"), swap_files("proofs/251.tlog-proof", "proofs/252.tlog-proof")), {("entry 251", "proof"), ("entry 252", "proof")}),
    "an entry left out": (both(drop("entries/255.dsse.json"), drop("proofs/255.tlog-proof")), {("entries 255 to 255", "missing")}),
    "a proof left out": (drop("proofs/255.tlog-proof"), {("entry 255", "proof")}),
    "a proof too many": (put("proofs/9.tlog-proof", b"x"), {("proofs/9.tlog-proof", "proof")}),
    "a byte of a proof": (flip("proofs/255.tlog-proof", 40), {("entry 255", "proof")}),
    "an empty proof": (put("proofs/255.tlog-proof", b""), {("entry 255", "proof")}),
    "a proof that is not ASCII": (put("proofs/255.tlog-proof", b"\xff"), {("entry 255", "proof")}),
    "an empty entry": (put("entries/255.dsse.json", b""), {("entry 255", "proof"), ("entry 255", "entry")}),
    "a tile": (put("tile/0/000", bytes(32)), {("tile/0/000", "file")}),
    "no proof of growth": (drop("consistency/7-300.txt"), {("checkpoints/7", "checkpoint")}),
}  # fmt: skip


@pytest.mark.parametrize("what", PART)
def test_what_was_changed_in_a_part_is_named(made: Made, tmp_path: Path, what: str) -> None:
    """Though the list of files was made to fit."""
    change, expected = PART[what]
    files = unpacked(made.part)
    change(files)
    codes = set(found(checked(sealed(files, tmp_path, 250, 260))))

    assert {each for each in codes if each[1] != "content"} == expected


@pytest.mark.parametrize("kind", ["whole", "part"])
def test_a_changed_content_is_named(made: Made, tmp_path: Path, kind: str) -> None:
    """By the digest that is its name, which an entry states."""
    first, end = (0, SIZE) if kind == "whole" else (250, 260)
    files = unpacked(getattr(made, kind))
    path = first_content(files)
    change_content(files)

    assert found(checked(sealed(files, tmp_path, first, end))) == [(path, "content")]


def test_a_content_that_is_missing_or_that_nobody_named_is_a_finding(
    made: Made, tmp_path: Path
) -> None:
    """Where any contents are there at all."""
    files = unpacked(made.part)
    rename_content(files)
    places = found(checked(sealed(files, tmp_path, 250, 260)))

    assert len(places) == 2
    assert {code for _, code in places} == {"content"}
    assert (CONTENT + "0" * 64, "content") in places
    extra = unpacked(made.part) | {
        CONTENT + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855": b""
    }
    assert [code for _, code in found(checked(sealed(extra, tmp_path, 250, 260)))] == ["content"]


# --- the log itself -------------------------------------------------------------------------------


def test_a_decision_or_key_that_occurs_twice_is_named(tmp_path: Path, made: Made) -> None:
    """A log that the operator signed is not therefore right."""
    log = open_log(tmp_path / "var")
    log.append(draft(1))
    log.close()
    one = unpacked(exported(tmp_path / "var"))
    leaf = read_bundle(one["tile/entries/000.p/1"], 1)[0]
    tree = CompactRange()
    for _ in range(2):
        tree.append(leaf_hash(leaf))
    files = {
        **{path: content for path, content in one.items() if not path.startswith("tile/")},
        "checkpoint": sign_checkpoint(2, tree.root(), LOG).encode(),
        "tile/entries/000.p/2": packed_entries([leaf, leaf]),
        "tile/0/000.p/2": leaf_hash(leaf) * 2,
    }

    assert found(checked(sealed(files, tmp_path, 0, 2))) == [("entry 1", "repeated")]


def test_an_entry_that_saw_what_never_was_is_named(tmp_path: Path) -> None:
    """It was decided on another log, or later than it says."""
    log = open_log(tmp_path / "var")
    log.append(draft(0))
    log.append(draft(1, log_seen=TreeHead(1, draft(0).entry.log_seen.root)))
    log.append(draft(2, log_seen=TreeHead(9, draft(0).entry.log_seen.root)))
    log.close()

    assert found(checked(exported(tmp_path / "var"))) == [
        ("entry 1", "log_seen"),
        ("entry 2", "log_seen"),
    ]


# --- keys in the bundle ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        put(f"keys/gate/{GATE_KEYID}.pem", b"no key"),
        put(f"keys/gate/{'0' * 64}.pem", GATE_PEM),
    ],
)
def test_keys_in_the_bundle_have_to_be_what_their_names_say(
    made: Made, tmp_path: Path, change: Change
) -> None:
    """Where they are used at all."""
    files = unpacked(made.part)
    change(files)
    bundle = sealed(files, tmp_path, 250, 260)

    assert ("key") in {code for _, code in found(checked(bundle, gate_keys=[]))}
    assert checked(bundle).clean


# --- the list of files ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (drop("consistency/7-300.txt"), "consistency/7-300.txt"),
        (put("consistency/300-300.txt", b""), "consistency/300-300.txt"),
        (more("consistency/7-300.txt", b"\n"), "consistency/7-300.txt"),
    ],
)
def test_a_file_that_is_not_the_listed_one_is_named(made: Made, change: Change, path: str) -> None:
    """Lost, added, or damaged on its way."""
    files = unpacked(made.part)
    manifest = files.pop(MANIFEST)
    change(files)

    assert (path, "file") in found(checked(packed({**files, MANIFEST: manifest})))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"end":260', b'"end":261'),
        (b'"first":250', b'"first":249'),
        (b"gatelog-bundle/1", b"gatelog-bundle/2"),
        (ORIGIN.encode(), ORIGIN.encode() + b"2"),
        (b"{", b"{ "),
        (b"}]", b"},]"),
    ],
)
def test_a_list_of_something_else_is_named(made: Made, old: bytes, new: bytes) -> None:
    """Its one spelling is known, so nothing of it is interpreted."""
    files = unpacked(made.part)
    files[MANIFEST] = files[MANIFEST].replace(old, new, 1)

    assert found(checked(packed(files))) == [(MANIFEST, "file")]


# --- what cannot be checked at all ----------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        drop("checkpoint"),
        flip("checkpoint", 3),
        flip("checkpoint", 60),
        put("checkpoint", b""),
        put("checkpoint", sign_checkpoint(2, b"\1" * 32, Signer.of("o", LOG.private)).encode()),
    ],
)
def test_without_a_checkpoint_of_that_log_there_is_nothing_to_say(
    made: Made, tmp_path: Path, change: Change
) -> None:
    """Exit code 2."""
    files = unpacked(made.part)
    change(files)

    with pytest.raises(Unusable):
        checked(sealed(files, tmp_path, 250, 260))


@pytest.mark.parametrize("vkey", ["", "x", VKEY[:-1], VKEY.replace("gate", "gata"), VKEY + "A"])
def test_a_malformed_key_is_refused(made: Made, vkey: str) -> None:
    """Before anything is read."""
    with pytest.raises(Unusable):
        verify_bundle(io.BytesIO(made.part), vkey)
    with pytest.raises(Unusable):
        checked(made.part, witnesses=[vkey])


@pytest.mark.parametrize("pem", [b"", b"no key", VKEY.encode()])
def test_a_malformed_gate_key_is_refused(made: Made, pem: bytes) -> None:
    """It was meant to be used."""
    with pytest.raises(Unusable, match="key of a gate"):
        checked(made.part, gate_keys=[pem])


def test_findings_are_bounded() -> None:
    """At FINDINGS_MAX, and then it says that there were more."""
    findings = Findings()
    for number in range(FINDINGS_MAX):
        findings.add(str(number), "code", "detail")
    assert not findings.more
    findings.add("one more", "code", "detail")

    assert len(findings.found) == FINDINGS_MAX
    assert findings.more


@pytest.mark.parametrize(
    "change",
    [
        lambda text, _held: text.replace(b"index 252", b"index 253"),
        lambda text, _held: text.replace(b"index 252", b"extra e30=\nindex 252"),
        lambda text, held: text.partition(b"\n\n")[0] + b"\n\n" + held,
        lambda text, _held: text + b"\n",
    ],
    ids=["another index", "something carried", "another checkpoint", "more at the end"],
)
def test_a_proof_of_a_part_is_of_its_entry_and_checkpoint(
    made: Made, tmp_path: Path, change: Callable[[bytes, bytes], bytes]
) -> None:
    """Though its hashes lead to the root."""
    files = unpacked(made.part)
    path = "proofs/252.tlog-proof"
    files[path] = change(files[path], checkpoint_at(made.var, 7))

    assert found(checked(sealed(files, tmp_path, 250, 260))) == [("entry 252", "proof")]
