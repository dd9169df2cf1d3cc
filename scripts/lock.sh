#!/bin/sh
# Writes requirements/*.lock for every platform and Python version at once, with the hash of each file and no address:
#     scripts/lock.sh .venv/bin/python
set -eu
cd "$(dirname "$0")/.."
compile() {
    "$python" -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-emit-find-links --custom-compile-command "make lock" "$@"
}
python=$1
compile pyproject.toml -o requirements/run.lock
compile pyproject.toml --group dev -c requirements/run.lock -o requirements/dev.lock
compile --group build -c requirements/dev.lock -o requirements/build.lock
