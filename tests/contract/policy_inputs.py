"""The complete policy inputs that stand beside this checkout."""

import orjson

from fixtures.input_variants import Document
from tests.shared import ROOT

_EXAMPLES = ROOT.parent / "shared" / "examples"


def example_inputs() -> dict[str, Document]:
    """Each by its name; none when they are not there."""
    return {
        path.name.partition(".")[0]: orjson.loads(path.read_bytes())
        for path in sorted(_EXAMPLES.glob("*.policy-input.json"))
    }
