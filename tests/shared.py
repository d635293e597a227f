"""Material that stands beside the checkout; a test that needs it skips where it is absent."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_BESIDE = ROOT.parent / "shared"


def shared(name: str) -> Path:
    """The folder `name` of the shared material, or a skip that says it is absent."""
    folder = _BESIDE / name
    if not folder.is_dir():
        pytest.skip(
            f"the shared folder {name!r} is not beside this checkout", allow_module_level=True
        )
    return folder
