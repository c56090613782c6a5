#!/usr/bin/env bash
# Make a virtual environment, or see that it is as it should be; at once where nothing changed.
#
#   tools/venv.sh FOLDER run|develop [PYTHON]
#
# Everything comes from requirements/*.txt by hash. A stamp in the folder keeps what it was made from.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$1 what=$2 python=${3:-}
requirements=requirements/$what.txt
stamp=$folder/habeas-$what.stamp
wanted=$({ pwd; cat "$requirements" pyproject.toml; } | cksum)

[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && "$folder/bin/python" -c '' 2>/dev/null && exit 0

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# What pip says is shown only where it fails: most of it is about pip.
quietly() {
    if ! "$@" >"$log" 2>&1; then
        cat "$log" >&2
        echo >&2
        echo "This failed: $*" >&2
        echo "If the machine has no way to a package index, say where one is with PIP_INDEX_URL." >&2
        exit 1
    fi
}

if ! "$folder/bin/python" -m pip --version >/dev/null 2>&1; then
    [ -n "$python" ] || python=$(tools/find_python.sh)
    echo "Making the virtual environment $folder with Python $("$python" -c 'import platform; print(platform.python_version())')."
    rm -rf "$folder"
    quietly "$python" -m venv "$folder"
fi

export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
[ -w "${HOME:-/nonexistent}" ] || export PIP_NO_CACHE_DIR=1
parts=$(grep -c '^[a-z0-9].*==' "$requirements")
echo "Installing $parts parts from $requirements by hash; this takes about a minute, once."
# Half of it passes in fetching and half in installing: how far it is, every five seconds.
(
    while sleep 5 >/dev/null 2>&1; do
        fetched=$(grep -cE '^(Collecting|Processing) ' "$log") || true
        installed=$(find "$folder"/lib/python*/site-packages -maxdepth 1 -name '*.dist-info' | wc -l)
        echo "  $fetched fetched, $installed installed"
    done
) &
telling=$!
trap 'kill "$telling" 2>/dev/null || true; rm -f "$log"' EXIT
quietly "$folder/bin/python" -m pip install --require-hashes --requirement "$requirements"
kill "$telling"
echo "Installing Habeas itself."
quietly "$folder/bin/python" -m pip install --quiet --no-deps --no-build-isolation --editable .

echo "$wanted" >"$stamp"
# What development needs holds what running needs.
if [ "$what" = develop ]; then
    { pwd; cat requirements/run.txt pyproject.toml; } | cksum >"$folder/habeas-run.stamp"
fi
