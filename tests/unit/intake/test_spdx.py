"""Which texts are licence expressions."""

import pytest

from gate.intake.spdx import _is_expression, is_licence_expression
from gate.limits import LICENCE_CHARS_MAX, LICENCES_REMEMBERED_MAX

PREFIX = "LicenseRef-"


@pytest.mark.parametrize("text", ["MIT", "Apache-2.0 OR MIT", "LicenseRef-Bank-1", "GPL-2.0-only"])
def test_known_licences_joined_as_spdx_joins_them(text):
    """And own licences by reference."""
    assert is_licence_expression(text)


@pytest.mark.parametrize("text", ["", "MIT OR", "Free for all", "NoSuchLicence-1.0", "MIT, BSD"])
def test_anything_else_is_none(text):
    """An unknown id too."""
    assert not is_licence_expression(text)


def test_a_long_text_is_not_read_as_an_expression():
    """It is a text of its own."""
    assert is_licence_expression(PREFIX + "a" * (LICENCE_CHARS_MAX - len(PREFIX)))
    assert not is_licence_expression(PREFIX + "a" * (LICENCE_CHARS_MAX + 1 - len(PREFIX)))


def test_what_is_remembered_of_licences_is_bounded():
    """So many of them, and none that is long."""
    _is_expression.cache_clear()
    for text in ("MIT", "MIT", "Free for all", PREFIX + "a" * LICENCE_CHARS_MAX):
        is_licence_expression(text)

    assert _is_expression.cache_info().currsize == 2
    assert _is_expression.cache_info().maxsize == LICENCES_REMEMBERED_MAX
