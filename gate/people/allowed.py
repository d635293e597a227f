"""What the organisation allows all its systems: regions, tools and licences.

A list that is not there is not known, and an empty one allows nothing.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints

from gate.canon import JsonObject
from gate.people.records import Record, Records

_Name: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=200)]
_DataClass: TypeAlias = Literal["none", "pseudonymised", "personal", "special_category"]
_Names: TypeAlias = Annotated[Records[_Name], Field(max_length=500)]


class AllowedFile(Record):
    """`allowed.yaml`.

    `regions` has for each class of personal data the areas in which it may be processed, each the
    part of a region before its first `-`, or `*`. `tools` are names or package URLs, `licences`
    SPDX identifiers; both may end in `*`.
    """

    regions: dict[_DataClass, _Names] | None = None
    tools: _Names | None = None
    licences: _Names | None = None

    def facts(self) -> JsonObject:
        """As `facts.registries` has them."""
        regions = self.regions
        return {
            "allowed_regions": None if regions is None else {k: list(regions[k]) for k in regions},
            "allowed_tools": None if self.tools is None else list(self.tools),
            "allowed_licences": None if self.licences is None else list(self.licences),
        }


NOTHING_STATED: JsonObject = AllowedFile().facts()
"""What is known without the file."""
