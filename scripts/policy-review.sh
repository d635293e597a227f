#!/usr/bin/env bash
# What the review of changed policies needs: what changes, and which past decisions would come out otherwise.
# Usage: scripts/policy-review.sh BASE BUNDLE OUT
#   BASE    a checkout of the project before the change; this one has the change
#   BUNDLE  the history, as `gate log export` writes it
#   OUT     a folder for diff.md, impact.md, impact.html and impact.json
# OVERRIDES names the organisation's own values, APPROVALS the file of approvals, both below the checkout; either may
# be unset, or name a file that is not there. ACCEPT has the reasons for which decisions may remain unweighed, apart by
# blanks. Leaves with the code of `gate policy impact`.
set -euo pipefail
base=$1 bundle=$2 out=$3
gate=.venv/bin/gate
mkdir -p "$out"

build() {
    local root=$1 release=$2
    local overrides=()
    if [ -n "${OVERRIDES:-}" ] && [ -f "$root/$OVERRIDES" ]; then overrides=(--overrides "$root/$OVERRIDES"); fi
    "$gate" policy build --policies "$root/policies" --out "$release" "${overrides[@]}"
}

build . "$out/candidate.tar"
if cmp -s "$base/policies/OPA_VERSION" policies/OPA_VERSION; then
    build "$base" "$out/before.tar"
    "$gate" policy diff "$out/before.tar" "$out/candidate.tar" --output markdown >"$out/diff.md"
else
    printf '# What changes\n\nThe version of OPA: releases of two versions are not compared.\n' >"$out/diff.md"
fi

approvals=()
if [ -n "${APPROVALS:-}" ] && [ -f "$APPROVALS" ]; then approvals=(--approvals "$APPROVALS"); fi
accept=()
for reason in ${ACCEPT:-}; do accept+=(--accept "$reason"); done
"$gate" policy impact --candidate "$out/candidate.tar" --bundle "$bundle" "${approvals[@]}" "${accept[@]}" \
    --save "$out/impact.md" --save "$out/impact.html" --save "$out/impact.json"
