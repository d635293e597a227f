"""Write `openapi/gate.v1.json` from the code, or compare it: the contract changes on purpose only.

python scripts/openapi.py            write the file
python scripts/openapi.py --check    leave with 1 when the file is not what the code says
"""

import argparse
import difflib
import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import cast

from gate.api.app import application
from gate.api.services import Services

FILE = Path(__file__).resolve().parent.parent / "openapi" / "gate.v1.json"
_SHOWN_LINES = 60


def document() -> str:
    """The OpenAPI document of the code, as the file holds it."""
    app = application(lambda: nullcontext(cast("Services", None)))
    return json.dumps(app.openapi(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write or compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    is_check = parser.parse_args().check
    generated = document()
    if not is_check:
        FILE.write_text(generated, encoding="utf-8")
        return
    committed = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    if committed == generated:
        return
    difference = difflib.unified_diff(
        committed.splitlines(), generated.splitlines(), str(FILE), "the code", lineterm="", n=2
    )
    sys.stderr.write("\n".join(list(difference)[:_SHOWN_LINES]) + "\n")
    sys.exit("openapi/gate.v1.json is not what the code says; run `make openapi` and review it")


if __name__ == "__main__":
    main()
