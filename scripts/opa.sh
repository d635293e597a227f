#!/usr/bin/env bash
# Make the pinned OPA available as .tools/bin/opa: from PATH when it has exactly that version,
# else built by Go, once.
set -euo pipefail
version=$(cat policies/OPA_VERSION)
mkdir -p .tools/bin
target=$PWD/.tools/bin/opa

# Read whole before it is searched: a pipe that ends early would make OPA fail.
has_version() {
    [ -x "$1" ] || return 1
    local printed
    printed=$("$1" version 2>/dev/null) || return 1
    grep -qx "Version: $version" <<<"$printed"
}

if has_version "$target"; then exit 0; fi
rm -f "$target"
found=$(command -v opa || true)
if [ -n "$found" ] && has_version "$found"; then
    ln -s "$found" "$target"
    exit 0
fi
go=$(command -v go || true)
[ -n "$go" ] || [ ! -x /usr/local/go/bin/go ] || go=/usr/local/go/bin/go
if [ -z "$go" ]; then
    printf 'setup: OPA %s is needed for tests and policy work, and neither it nor Go is on PATH.\n' "$version" >&2
    printf 'setup: install OPA %s as "opa", or Go 1.26 or newer so that it can be built here.\n' "$version" >&2
    exit 1
fi
printf 'setup: building OPA %s with Go (about 90 seconds, once) …\n' "$version" >&2
GOBIN=$PWD/.tools/bin "$go" install "github.com/open-policy-agent/opa@v$version" 2>.tools/opa.log ||
    { tail -n 5 .tools/opa.log >&2; printf 'setup: OPA could not be built; Go 1.26 or newer is needed, found: %s\n' "$("$go" version)" >&2; exit 1; }
has_version "$target" || { printf 'setup: the OPA that was built does not report version %s\n' "$version" >&2; exit 1; }
