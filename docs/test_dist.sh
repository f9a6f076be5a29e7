#!/usr/bin/env bash
# Run the tests against a built wheel in an environment of its own, in a folder without the sources
# of the library and the program.
#   bash docs/test_dist.sh DIST
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dist=$(cd "${1:?the folder of the source distribution and the wheel}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/src"
tar -xzf "$dist"/*.tar.gz -C "$work/src" --strip-components 1
rm -rf "$work/src/manifest" "$work/src/cli" "$work/src/schema/v1"

"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --upgrade "pip>=25.1"
wheel=$(ls "$dist"/*.whl)
"$work/venv/bin/python" -m pip install --quiet "trainbib[all] @ file://$wheel"
cp "$top/pyproject.toml" "$work/src/"
(cd "$work/src" && "$work/venv/bin/python" -m pip install --quiet --group test)
(cd "$work/src" && "$work/venv/bin/python" -m pytest --quiet)
