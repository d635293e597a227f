"""Whether enough people signed a release for it to decide here."""

from pathlib import Path

import pytest

from gate.errors import Misconfigured
from gate.people.organisation import Organisation
from gate.policy.release import load_release
from gate.policy.signatures import signatures_beside
from gate.signed_release import Signing, release_in_force
from tests.releasing import NOW, releasing, shipped_in, sign_in_place
from tests.signing import ANNA, ANNA_ID, BEN, BEN_ID, STRANGER, organisation

PEOPLE = organisation(*releasing())


@pytest.fixture
def release(tmp_path: Path) -> Path:
    return shipped_in(tmp_path)


def signing(required: int, *, known: Organisation | None = PEOPLE) -> Signing:
    return Signing(required=required, known=known, now=NOW)


def test_where_nobody_has_to_sign_nothing_is_looked_at(release: Path) -> None:
    """Not even signatures that are none."""
    signatures_beside(release).write_bytes(b"rubbish")

    assert release_in_force(release, signing(0, known=None))[1] == ()
    assert release_in_force(None, signing(0, known=None))[1] == ()


def test_with_enough_signatures_it_decides(release: Path) -> None:
    """One or two people, as many as are asked for."""
    sign_in_place(release, ANNA)
    assert release_in_force(release, signing(1)) == (load_release(release), (ANNA_ID,))

    sign_in_place(release, BEN)
    assert release_in_force(release, signing(1))[1] == (ANNA_ID, BEN_ID)
    assert release_in_force(release, signing(2))[1] == (ANNA_ID, BEN_ID)


def test_with_too_few_it_does_not(release: Path) -> None:
    """The refusal says how many there are, who, and how to mend it."""
    with pytest.raises(Misconfigured, match=r"by 1 person .* by nobody: gate policy sign"):
        release_in_force(release, signing(1))

    sign_in_place(release, STRANGER, BEN)
    with pytest.raises(Misconfigured, match=rf"by 2 different persons .* by 1 \({BEN_ID}\)"):
        release_in_force(release, signing(2))


def test_the_release_of_this_package_is_signed_by_nobody(release: Path) -> None:
    """Whoever asks for signatures names a release of their own."""
    with pytest.raises(Misconfigured, match="nobody"):
        release_in_force(None, signing(1))


def test_without_people_nobody_can_have_signed(release: Path) -> None:
    """Without an organisation, and with one that has no people file."""
    sign_in_place(release, ANNA)

    with pytest.raises(Misconfigured, match="--organisation"):
        release_in_force(release, signing(1, known=None))
    with pytest.raises(Misconfigured, match="nobody"):
        release_in_force(release, signing(1, known=Organisation(digest="sha256:0")))


def test_a_release_that_was_changed_after_it_was_signed_is_refused(release: Path) -> None:
    """By its own digests, and when they were made to fit, by what was signed."""
    sign_in_place(release, ANNA)
    manifest = release / "manifest.json"
    text = manifest.read_text().replace('"expires": null', '"expires": "2999-12-31"')
    assert text != manifest.read_text()
    manifest.write_text(text)

    with pytest.raises(Misconfigured, match="not over the release"):
        release_in_force(release, signing(1))
