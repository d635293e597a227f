#!/usr/bin/env bash
# Install the packages of one lock file, checked by hash, into .venv. Usage: scripts/venv.sh LOCK
set -euo pipefail
lock=$1
python=${PYTHON:-python3}

fail() { printf 'setup: %s\n' "$1" >&2; exit 1; }

command -v "$python" >/dev/null || fail "$python was not found. Install Python 3.11 or newer (Debian: apt-get install python3 python3-venv), or name one: make PYTHON=python3.12 …"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$("$python" --version) is too old. Python 3.11 or newer is needed; name one: make PYTHON=python3.12 …"
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    rm -rf .venv
    "$python" -m venv .venv >/dev/null 2>&1 ||
        fail "$python cannot make a virtual environment. Install its venv module (Debian: apt-get install python3-venv)."
fi

printf 'setup: installing the packages of %s into .venv (about half a minute, once) …\n' "$lock" >&2
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$lock" ||
    fail "the packages of $lock could not be installed. Is a Python package index reachable? pip says why above."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ||
    fail "the gate itself could not be installed into .venv; pip says why above."
