"""Names of licences."""

import pytest

from gate.intake.documents.licences import all_of, spdx_of


@pytest.mark.parametrize(
    ("name", "expression"),
    [
        ("mit", "MIT"),
        ("apache-2.0", "Apache-2.0"),
        (" Apache 2.0 ", "Apache-2.0"),
        ("bsd-3-clause", "BSD-3-Clause"),
        ("cc-by-nc-sa-4.0", "CC-BY-NC-SA-4.0"),
        ("gpl-3.0", "GPL-3.0"),
        ("odbl", "ODbL-1.0"),
        ("llama3.1", "LicenseRef-llama3.1"),
        ("My own licence", "LicenseRef-My-own-licence"),
        ("LicenseRef-Halvar-Internal", "LicenseRef-Halvar-Internal"),
        ("cc", None),
        ("other", None),
        ("unknown", None),
        ("", None),
        ("MIT (weights), Apache (code)", None),
        ("x" * 101, None),
    ],
)
def test_a_name_becomes_an_spdx_expression(name, expression):
    """Its own id, a reference, or none where the name says too little."""
    assert spdx_of(name) == expression


def test_several_licences_all_apply():
    """Nobody said that one may choose."""
    assert all_of(["MIT", "Apache-2.0", "MIT"]) == "MIT AND Apache-2.0"
