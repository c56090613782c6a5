#!/usr/bin/env bash
# Print the path of a Python that works, 3.11 to 3.13 and able to make virtual environments.
#
#   tools/find_python.sh             the one that PYTHON names, else the first of the path that works
#   tools/find_python.sh --but 3.11  one of another version, the newest first; status 3 where there is none
#
# Candidates are run, not looked at: a name on the path may be a shim with nothing behind it.
set -euo pipefail

but=none
[ "${1:-}" = --but ] && but=$2

answer='
import sys
import ensurepip, venv
version = "%d.%d" % sys.version_info[:2]
if version not in ("3.11", "3.12", "3.13") or version == sys.argv[1]:
    sys.exit(1)
print(getattr(sys, "_base_executable", sys.executable))
'

works() { "$1" -c "$answer" "$but" 2>/dev/null; }

if [ -n "${PYTHON:-}" ] && [ "$but" = none ]; then
    works "$PYTHON" && exit 0
    echo "PYTHON names $PYTHON, which is no working Python 3.11 to 3.13 with venv and ensurepip." >&2
    exit 3
fi

shopt -s nullglob
for version in 3.13 3.12 3.11; do
    for candidate in "python$version" "${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}/versions/$version."*/bin/python; do
        # Without --but, what the path names comes before what a version manager keeps aside.
        case $candidate in */*) [ "$but" = none ] && continue ;; esac
        works "$candidate" && exit 0
    done
done
for candidate in python3 python /usr/bin/python3 \
    "${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}"/versions/3.1[321].*/bin/python; do
    works "$candidate" && exit 0
done

if [ "$but" = none ]; then
    echo "No working Python 3.11 to 3.13 with venv and ensurepip was found." >&2
    echo "On Debian and Ubuntu: apt-get install python3 python3-venv. Elsewhere: PYTHON=/path/to/python3 make run" >&2
fi
exit 3
