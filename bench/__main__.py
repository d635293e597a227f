"""`make bench`: rows 1, 2, 3, 4, 10 and 11, each side by side with a bare OPA server or `opa`.

python -m bench                 all rows
python -m bench --rows 1 3      some of them
python -m bench --quick         shorter rounds, for trying it out
"""

import argparse
import sys
from collections.abc import Callable

from bench import report
from bench.rows import cold_start, decisions, evaluation, memory, validation
from bench.setting import Setting

_ROWS: dict[str, Callable[[Setting], list[str]]] = {
    "1": decisions.throughput,
    "2": decisions.latency,
    "3": evaluation.row,
    "4": validation.row,
    "10": memory.row,
    "11": cold_start.row,
}


def main() -> None:
    """Measure the rows asked for, interleaved, and print each as soon as it is known."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--rows", nargs="*", choices=sorted(_ROWS, key=int), default=sorted(_ROWS, key=int)
    )
    parser.add_argument(
        "--quick", action="store_true", help="shorter rounds; the figures are worth less"
    )
    arguments = parser.parse_args()
    setting = Setting.quick() if arguments.quick else Setting.whole()
    print(report.head(), flush=True)
    for row in arguments.rows:
        print(f"measuring row {row} …", file=sys.stderr, flush=True)
        for line in _ROWS[row](setting):
            print(line, flush=True)


if __name__ == "__main__":
    main()
