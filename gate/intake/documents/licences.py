"""Licence names as model hubs write them, and the SPDX expressions they stand for.

Names of the hub are lower-case SPDX ids where SPDX has one. A name without an SPDX id becomes
`LicenseRef-<name>`, which is an SPDX expression of its own; a name that says nothing is none.
"""

import re
from collections.abc import Sequence
from typing import Final

_SPDX: Final = {
    name.lower(): name
    for name in (
        *("AFL-3.0", "AGPL-3.0", "Apache-2.0", "Artistic-2.0", "BSD-2-Clause", "BSD-3-Clause"),
        *("BSD-3-Clause-Clear", "BSL-1.0", "C-UDA-1.0", "CC-BY-2.0", "CC-BY-2.5", "CC-BY-3.0"),
        *("CC-BY-4.0", "CC-BY-NC-2.0", "CC-BY-NC-3.0", "CC-BY-NC-4.0", "CC-BY-NC-ND-3.0"),
        *("CC-BY-NC-ND-4.0", "CC-BY-NC-SA-2.0", "CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0"),
        *("CC-BY-ND-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC0-1.0", "CDLA-Permissive-1.0"),
        *("CDLA-Permissive-2.0", "CDLA-Sharing-1.0", "ECL-2.0", "EPL-1.0", "EPL-2.0", "EUPL-1.1"),
        *(
            "EUPL-1.2",
            "etalab-2.0",
            "GFDL-1.3",
            "GPL-2.0",
            "GPL-3.0",
            "ISC",
            "LGPL-2.1",
            "LGPL-3.0",
        ),
        *("LPPL-1.3c", "MIT", "MPL-2.0", "MS-PL", "NCSA", "ODbL-1.0", "ODC-By-1.0", "OFL-1.1"),
        *("OSL-3.0", "PDDL-1.0", "PostgreSQL", "Unlicense", "WTFPL", "Zlib"),
    )
} | {
    "agpl-3.0-only": "AGPL-3.0-only",
    "agpl-3.0-or-later": "AGPL-3.0-or-later",
    "gpl-2.0-only": "GPL-2.0-only",
    "gpl-2.0-or-later": "GPL-2.0-or-later",
    "gpl-3.0-only": "GPL-3.0-only",
    "gpl-3.0-or-later": "GPL-3.0-or-later",
    "apache license 2.0": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "mit license": "MIT",
    "odbl": "ODbL-1.0",
    "odc-by": "ODC-By-1.0",
    "pddl": "PDDL-1.0",
}
_SAYS_NOTHING: Final = frozenset(
    {
        "cc",
        "bsd",
        "gpl",
        "agpl",
        "lgpl",
        "lgpl-lr",
        "other",
        "unknown",
        "none",
        "proprietary",
        "custom",
    }
)
_REFERENCE: Final = re.compile(r"[A-Za-z0-9.-]{1,100}")


def spdx_of(name: str) -> str | None:
    """The SPDX expression that `name` stands for, or None where the name says too little.

    `cc` and `gpl` are families and not licences; `other` and `unknown` are none.
    """
    key = " ".join(name.split()).lower()
    if key in _SPDX:
        return _SPDX[key]
    reference = re.sub(r"[\s_/]+", "-", name.strip())
    if key in _SAYS_NOTHING or not _REFERENCE.fullmatch(reference):
        return None
    return reference if reference.startswith("LicenseRef-") else f"LicenseRef-{reference}"


def all_of(expressions: Sequence[str]) -> str:
    """One expression for several licences of which nobody said that one may choose: all apply."""
    return " AND ".join(dict.fromkeys(expressions))
