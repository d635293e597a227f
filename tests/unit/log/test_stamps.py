"""Kept time stamps: what a check of the log says of them, and how they come into a bundle."""

from pathlib import Path

import pytest

from gate.log.export import Part
from gate.log.paths import pin_in
from gate.log.stamps import StampFolder, stamps_beside
from gate.log.timestamp import TimeAuthority
from gate_verify.findings import DoesNotHold
from tests.bundles import checked, exported, found, log_of, stamped, unpacked
from tests.logs import check_log
from tests.tsa import Tsa, new_tsa, openssl_agrees

SIZE = 5
pytestmark = pytest.mark.usefixtures("either_store")


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Tsa:
    """An authority that does what it should."""
    return new_tsa(tmp_path_factory.mktemp("tsa") / "good")


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A folder with five decisions."""
    return log_of(tmp_path / "var", SIZE)


def authority(tsa: Tsa) -> TimeAuthority:
    return TimeAuthority.parse(tsa.chain.read_bytes())


def codes(var: Path, tsa: Tsa) -> list[tuple[int | None, str]]:
    report = check_log(var, authority=authority(tsa))
    return [(finding.index, finding.code) for finding in report.findings]


def test_a_log_with_stamps_is_clean(var: Path, tsa: Tsa) -> None:
    """The check says how many hold, and since when the entries were there at the latest."""
    folder = stamped(var, tsa, 2, 4)
    report = check_log(var, authority=authority(tsa))
    unknown = check_log(var)

    assert report.clean
    assert unknown.clean
    assert report.stamps.held == 2
    assert report.stamps.newest is not None
    assert report.stamps.newest[0] == 4
    assert (unknown.stamps.held, unknown.stamps.unchecked) == (0, 2)
    files = (folder.path / "4.tsr", folder.path / "4.checkpoint")
    assert openssl_agrees(*files, tsa.chain)


def test_a_stamp_that_does_not_hold_spoils_no_other(var: Path, tsa: Tsa) -> None:
    """Neither another stamp nor an entry."""
    folder = stamped(var, tsa, 2, 3, 4)
    (folder.path / "3.tsr").write_bytes(b"garbage")
    report = check_log(var, authority=authority(tsa))

    assert [(finding.index, finding.code) for finding in report.findings] == [(None, "stamp")]
    assert "size 3" in report.findings[0].detail
    assert report.stamps.held == 2
    assert report.first_bad_index is None


@pytest.mark.parametrize("name", ["2.tsr", "2.checkpoint"])
def test_stamps_cannot_change_places(var: Path, tsa: Tsa, name: str) -> None:
    """A stamp is over one checkpoint."""
    folder = stamped(var, tsa, 2, 4)
    (folder.path / name).write_bytes((folder.path / name.replace("2", "4")).read_bytes())

    assert codes(var, tsa) == [(None, "stamp")]


def test_a_checkpoint_that_the_log_does_not_have_any_more_is_a_finding(
    var: Path, tsa: Tsa, tmp_path: Path
) -> None:
    """The stamp stands for itself: it shows a log that was rolled back."""
    folder = stamped(var, tsa, SIZE)
    older = log_of(tmp_path / "older", SIZE - 1)
    folder.path.rename(stamps_beside(pin_in(older)))

    assert codes(older, tsa) == [(None, "stamp")]


def test_another_authority_is_not_believed(var: Path, tsa: Tsa, tmp_path: Path) -> None:
    """Although the log kept its stamps."""
    stamped(var, new_tsa(tmp_path / "other"), 2)

    assert codes(var, tsa) == [(None, "stamp")]


def test_a_folder_that_is_not_there_has_no_stamps(var: Path) -> None:
    """As that of a log whose checkpoints nobody stamps."""
    assert check_log(var).stamps.newest is None
    assert StampFolder(var / "nowhere").sizes() == ()


def test_the_bundle_of_a_log_has_its_stamps(var: Path, tsa: Tsa, tmp_path: Path) -> None:
    """With the very bytes that were stamped, for OpenSSL and for the verifier."""
    folder = stamped(var, tsa, 2, SIZE)
    files = unpacked(exported(var, stamps=folder))
    for name in ("timestamps/5.tsr", "checkpoints/5"):
        (tmp_path / name.replace("/", "_")).write_bytes(files[name])

    assert {name for name in files if name.startswith(("timestamps", "tsa", "checkpoints"))} == {
        "timestamps/2.tsr",
        "timestamps/5.tsr",
        "checkpoints/2",
        "checkpoints/5",
        f"tsa/{next(iter(folder.chains()))}.pem",
    }
    assert openssl_agrees(tmp_path / "timestamps_5.tsr", tmp_path / "checkpoints_5", tsa.chain)


@pytest.mark.parametrize(
    ("part", "sizes"),
    [
        (Part(0, 1), {1}),
        (Part(0, 2), {1, 2}),
        (Part(2, 3), {2, 4}),
        (Part(1, 4), {1, 2, 4}),
        (Part(4, 5), {4}),
    ],
)
def test_a_part_has_the_stamps_around_its_entries(
    var: Path, tsa: Tsa, part: Part, sizes: set[int]
) -> None:
    """The newest before them, those within, the oldest after."""
    bundle = exported(var, part=part, stamps=stamped(var, tsa, 1, 2, 4))
    names = {name for name in unpacked(bundle) if name.startswith("timestamps/")}

    assert names == {f"timestamps/{size}.tsr" for size in sizes}
    assert checked(bundle).clean


def test_the_verifier_says_what_it_did_not_check(var: Path, tsa: Tsa) -> None:
    """And how it is done; given the means, it says what the stamps prove."""
    known = authority(tsa)

    def check(checkpoint: bytes, stamp: bytes) -> str:
        return str(known.check(stamp, checkpoint).year)

    bundle = exported(var, stamps=stamped(var, tsa, 2, SIZE))
    alone, told = checked(bundle), checked(bundle, stamp_check=check)

    assert alone.clean
    assert told.clean
    assert any("TIME STAMPS WERE NOT CHECKED" in remark for remark in alone.remarks)
    assert any("openssl ts -verify" in remark for remark in alone.remarks)
    assert any("2 of 2 time stamps hold" in remark for remark in told.remarks)


def test_a_stamp_in_a_bundle_that_does_not_hold_is_a_finding(var: Path, tsa: Tsa) -> None:
    """That stamp alone."""

    def check(checkpoint: bytes, stamp: bytes) -> str:
        if b"\n2\n" in checkpoint:
            raise DoesNotHold("no")
        return str(len(stamp))

    report = checked(exported(var, stamps=stamped(var, tsa, 2, SIZE)), stamp_check=check)

    assert found(report) == [("timestamps/2.tsr", "stamp")]
    assert any("1 of 2 time stamps hold" in remark for remark in report.remarks)
