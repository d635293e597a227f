#!/usr/bin/env bash
# Make strace available for the tests that put faults under the log's system calls: the one that is
# installed, else the package of Debian or Ubuntu, once. Without it these tests are skipped, and say so.
set -euo pipefail

installed() { command -v strace >/dev/null; }

if installed; then exit 0; fi
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    printf 'setup: installing strace for the tests of faults …\n' >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2
    apt-get install -y -qq --no-install-recommends strace >&2
    installed && exit 0
fi
printf 'setup: strace is not installed, so the tests that inject faults will be skipped.\n' >&2
printf 'setup: to run them, install it (Debian: apt-get install strace).\n' >&2
