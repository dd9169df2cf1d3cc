#!/bin/sh
# Makes the virtual environment named first, or brings it up to date, with the locked packages of the lists named after it:
#     scripts/environment.sh .venv run dev
# Nothing is done for a list that has not changed since.
set -eu
cd "$(dirname "$0")/.."
venv=$1
shift

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# PySide6 6.11 has wheels for Python 3.11 to 3.14.
find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

make_environment() {
    python=$(find_python) || fail "Python 3.11, 3.12, 3.13 or 3.14 is needed and none was found. Name one with: make PYTHON=/path/to/python3.11"
    # Debian and Ubuntu ship Python without what makes environments.
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        scripts/debian_packages.sh "python$version-venv" || fail "Python's venv module is missing."
    fi
    echo "Making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
}

# An environment that was copied here, or whose Python is gone, does not start any more.
"$venv/bin/python" -c 'import pip' 2>/dev/null || make_environment

for list in "$@"; do
    lock=requirements/$list.lock
    done=$venv/.$list.lock
    cmp -s "$lock" "$done" && continue
    echo "Installing $lock"
    "$venv/bin/python" -m pip install --quiet --no-input --disable-pip-version-check --require-hashes -r "$lock" ||
        fail "The packages of $lock could not be installed: look at the lines above (is there a network?), then run make again."
    cp "$lock" "$done"
done
