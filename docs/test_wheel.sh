#!/usr/bin/env bash
# Build the wheel from the source distribution and run the tests against it in an environment of
# its own, in a folder without the sources of the library and the program.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"${PYTHON:-python3}" -m build --quiet --outdir "$work/dist" "$top"
mkdir "$work/src"
tar -xzf "$work"/dist/*.tar.gz -C "$work/src" --strip-components 1
rm -rf "$work/src/manifest" "$work/src/cli" "$work/src/schema/v1"

"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --upgrade "pip>=25.1"
wheel=$(ls "$work"/dist/*.whl)
"$work/venv/bin/python" -m pip install --quiet "trainbib[all] @ file://$wheel"
cp "$top/pyproject.toml" "$work/src/"
(cd "$work/src" && "$work/venv/bin/python" -m pip install --quiet --group test)
(cd "$work/src" && "$work/venv/bin/python" -m pytest --quiet)
