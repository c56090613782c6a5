#!/usr/bin/env bash
# Install what tests need of the machine, where it is missing and may be installed here: a browser,
# fonts for it, PostgreSQL 15 or later. What stays missing is named; the tests that need it say so too,
# and with CI=true they fail.
set -euo pipefail

browser() { command -v chromium; }
fonts() { compgen -G '/usr/share/fonts/truetype/noto/NotoSansArabic-*'; }
postgresql() { compgen -G '/usr/lib/postgresql/*/bin/initdb' || command -v initdb; }

missing=()
browser >/dev/null || missing+=(chromium)
fonts >/dev/null || missing+=(fonts-noto-core)
postgresql >/dev/null || missing+=(postgresql)
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing for the tests: ${missing[*]}. As root: apt-get install ${missing[*]}"
    exit 0
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Installing for the tests: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update && apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -20 "$log"
    echo "Could not be installed: ${missing[*]}"
fi
