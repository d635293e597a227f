"""`make bench`: what each row costs, side by side with what it is compared with.

python -m bench                 all rows
python -m bench --rows 1 3      some of them
python -m bench --quick         shorter rounds, for trying it out
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace

from bench import report
from bench.rows import (
    append,
    cold_start,
    decisions,
    evaluation,
    large_log,
    memory,
    replay,
    validation,
)
from bench.setting import Setting

_ROWS: dict[str, Callable[[Setting], list[str]]] = {
    "1": decisions.throughput,
    "2": decisions.latency,
    "3": evaluation.row,
    "4": validation.row,
    "5": append.row,
    "6": large_log.latency,
    "7": large_log.proofs,
    "8": large_log.verification,
    "9": replay.row,
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
    parser.add_argument("--entries", type=int, help="entries of the large log of rows 6 to 8")
    arguments = parser.parse_args()
    setting = Setting.quick() if arguments.quick else Setting.whole()
    if arguments.entries is not None:
        setting = replace(setting, entries=arguments.entries)
    print(report.head(), flush=True)
    for row in arguments.rows:
        print(f"measuring row {row} …", file=sys.stderr, flush=True)
        for line in _ROWS[row](setting):
            print(line, flush=True)


if __name__ == "__main__":
    main()
