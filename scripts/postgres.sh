#!/usr/bin/env bash
# Make PostgreSQL's programs available for the tests of the shared log: those that are installed,
# else the packages of Debian or Ubuntu, once. Without them these tests are skipped, and say so.
set -euo pipefail

installed() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

if installed; then exit 0; fi
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    printf 'setup: installing PostgreSQL for the tests of the shared log …\n' >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2
    # RUNLEVEL keeps the package from starting a server of its own.
    RUNLEVEL=1 apt-get install -y -qq --no-install-recommends postgresql >&2
    installed && exit 0
fi
printf 'setup: PostgreSQL is not installed, so the tests of the shared log will be skipped.\n' >&2
printf 'setup: to run them, install it (Debian: apt-get install postgresql).\n' >&2
