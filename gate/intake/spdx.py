"""Whether a text is an SPDX licence expression."""

from functools import lru_cache

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from gate.limits import LICENCE_CHARS_MAX, LICENCES_REMEMBERED_MAX


def is_licence_expression(text: str) -> bool:
    """Known ids of the SPDX list or `LicenseRef-…`, joined as SPDX joins them."""
    return bool(text) and len(text) <= LICENCE_CHARS_MAX and _is_expression(text)


@lru_cache(maxsize=LICENCES_REMEMBERED_MAX)
def _is_expression(text: str) -> bool:
    try:
        canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        return False
    return True
