"""Keys that were made for development never sign for production."""

import pytest

from gate.errors import Misconfigured
from gate.log.installation import installation_keys
from gate.log.paths import keys_in


def test_development_keys_are_refused_by_production(tmp_path):
    """However they got there, the mark stays with them."""
    installation_keys(keys_in(tmp_path), production=False)

    with pytest.raises(Misconfigured, match="development"):
        installation_keys(keys_in(tmp_path), production=True)


def test_production_makes_and_keeps_its_own(tmp_path):
    """The second start has the keys of the first, and so may a start for development."""
    first = installation_keys(keys_in(tmp_path), production=True)

    assert installation_keys(keys_in(tmp_path), production=True).gate_keyid == first.gate_keyid
    assert installation_keys(keys_in(tmp_path), production=False).gate_keyid == first.gate_keyid
    assert installation_keys(keys_in(tmp_path), production=True).gate_keyid == first.gate_keyid


def test_the_folder_is_private(tmp_path):
    """From its first moment."""
    installation_keys(keys_in(tmp_path), production=False)

    assert keys_in(tmp_path).stat().st_mode & 0o777 == 0o700
