"""Go's checksum database code verifies the published log: checkpoint, records, growth, receipts."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from gate.log.proof import LogProof
from gate.log.publish import publish
from gate.log.readers import open_reader
from gate.log.tiles import bundle, read_bundle
from gate_verify.receipt import verify_receipt
from tests.bundles import GATE_PEM
from tests.interop.programs import built_verifier
from tests.logs import draft, open_log
from tests.witnesses import LOG, cosigned, witness

SIZE = 300
EARLIER = (1, 2, 7, 255, 256, 257, 299, 300)
PROVED = (0, 1, 6, 255, 256, 299)


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_verifier(tmp_path_factory.mktemp("go") / "verifier")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """300 entries as files, with earlier checkpoints, receipts and two cosignatures."""
    var = tmp_path_factory.mktemp("log") / "var"
    folder = var / "out"
    for name in ("checkpoints", "proofs"):
        (folder / name).mkdir(parents=True)
    log = open_log(var)
    for number in range(SIZE):
        log.append(draft(number))
    for index in PROVED:
        (folder / "proofs" / f"{index}.tlog-proof").write_text(log.receipt_parts(index).text)
    log.close()
    reader = open_reader(var, None)
    for size in EARLIER:
        (folder / "checkpoints" / str(size)).write_text(reader.checkpoint_at(size) or "")
    publish(reader, cosigned(reader.checkpoint()[1], 1, 2), folder)
    reader.close()
    return folder


def run(
    verifier: Path, folder: Path, vkey: str, *witnesses: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [verifier, vkey, folder, *witnesses], check=False, capture_output=True, text=True
    )


def test_go_verifies_everything_that_is_published(verifier: Path, published: Path) -> None:
    """Every record by a proof it builds from our tiles, and the proofs that we built."""
    witnesses = [witness(number).cosigner.vkey for number in (1, 2)]
    said = run(verifier, published, LOG.verifier.vkey, *witnesses)

    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.splitlines() == [
        f"records {SIZE}",
        f"consistent {len(EARLIER)}",
        f"proofs {len(PROVED)}",
        "cosignatures 2",
    ]


def test_go_refuses_another_key_and_a_witness_that_did_not_sign(
    verifier: Path, published: Path
) -> None:
    """So its word is worth something."""
    other = witness(3).cosigner.vkey

    assert run(verifier, published, other).returncode == 1
    assert run(verifier, published, LOG.verifier.vkey, other).returncode == 1


@pytest.mark.parametrize("index", PROVED)
def test_go_and_the_verifier_that_stands_alone_agree_on_receipts(
    verifier: Path, published: Path, tmp_path: Path, index: int
) -> None:
    """Both believe it as it is, and neither with another index, hash or entry."""
    name = f"{index}.tlog-proof"
    text = (published / "proofs" / name).read_text()
    proof = LogProof.parse(text)
    other = LogProof.parse((published / "proofs" / f"{PROVED[index == 0]}.tlog-proof").read_text())
    assert verify_receipt(text.encode(), LOG.verifier.vkey, gate_keys=[GATE_PEM]).clean
    folder = Path(shutil.copytree(published, tmp_path / "copy"))
    for changed in (
        replace(proof, index=index + 1),
        replace(proof, hashes=(*proof.hashes, bytes(32))),
        replace(proof, hashes=other.hashes),
        replace(proof, extra=other.extra),
    ):
        (folder / "proofs" / name).write_text(changed.text())

        assert not verify_receipt(changed.text().encode(), LOG.verifier.vkey).clean
        assert run(verifier, folder, LOG.verifier.vkey).returncode == 1


@pytest.mark.parametrize("file", ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"])
def test_go_refuses_a_changed_file(
    verifier: Path, published: Path, tmp_path: Path, file: str
) -> None:
    """A bit of a tile, or of an entry."""
    folder = Path(shutil.copytree(published, tmp_path / "copy"))
    content = bytearray((folder / file).read_bytes())
    content[20] ^= 1
    (folder / file).write_bytes(bytes(content))

    assert run(verifier, folder, LOG.verifier.vkey).returncode == 1


def test_go_refuses_entries_in_another_order(
    verifier: Path, published: Path, tmp_path: Path
) -> None:
    """The place of a record is proved too."""
    folder = Path(shutil.copytree(published, tmp_path / "copy"))
    path = folder / "tile/entries/001.p/44"
    leaves = read_bundle(path.read_bytes(), 44)
    path.write_bytes(bundle([leaves[1], leaves[0], *leaves[2:]]))

    assert run(verifier, folder, LOG.verifier.vkey).returncode == 1
