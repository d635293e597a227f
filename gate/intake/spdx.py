"""Whether a text is an SPDX licence expression."""

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from gate.limits import LICENCE_CHARS_MAX


def is_licence_expression(text: str) -> bool:
    """Known ids of the SPDX list or `LicenseRef-…`, joined as SPDX joins them."""
    if not text or len(text) > LICENCE_CHARS_MAX:
        return False
    try:
        canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        return False
    return True
