#!/usr/bin/env bash
# Install what tests need of the machine, where it is missing and may be installed here: a browser,
# fonts for it, PostgreSQL 15 or later, strace to break disks and cut the power, Java for a cluster of Spark.
# What stays missing is named; the tests that need it say so too, and with CI=true they fail.
#
# The browser is Chromium without windows, which takes a quarter of the processor; the whole one does too.
set -euo pipefail

shell=chromium-headless-shell
fonts() { compgen -G '/usr/share/fonts/truetype/noto/NotoSansArabic-*'; }
postgresql() { compgen -G '/usr/lib/postgresql/*/bin/initdb' || command -v initdb; }

missing=()
command -v $shell >/dev/null || missing+=($shell)
fonts >/dev/null || missing+=(fonts-noto-core)
postgresql >/dev/null || missing+=(postgresql)
command -v strace >/dev/null || missing+=(strace)
command -v java >/dev/null || missing+=(default-jre-headless)
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing for the tests: ${missing[*]}. As root: apt-get install ${missing[*]}"
    exit 0
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
    echo "Installing for the tests: $1"
    apt-get install -y --no-install-recommends "$1" >"$log" 2>&1 && return
    tail -20 "$log"
    echo "Could not be installed: $1"
    return 1
}
export DEBIAN_FRONTEND=noninteractive
apt-get update >"$log" 2>&1 || tail -20 "$log"
for part in "${missing[@]}"; do
    install "$part" && continue
    [ "$part" != $shell ] || command -v chromium >/dev/null || install chromium || true
done
