#!/usr/bin/env bash
# What `make check` asks of the policies: formatted, right in themselves, and the committed release is theirs.
set -euo pipefail
opa=.tools/bin/opa

unformatted=$("$opa" fmt --list policies)
if [ -n "$unformatted" ]; then
    printf 'check: these policies are not formatted, run "make format":\n%s\n' "$unformatted" >&2
    exit 1
fi

# Regal is a linter of its own, written in Go; where it is installed its opinion counts.
if command -v regal >/dev/null; then
    regal lint --config-file .regal/config.yaml policies
fi

# The build runs opa check --strict with the schema of the input, and refuses what cannot be right.
.venv/bin/gate policy build --check
