#!/usr/bin/env bash
# Build the wheel from the source distribution and run the tests against it in an environment of
# its own, in a folder without the sources of the library and the program.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"${PYTHON:-python3}" -m build --quiet --outdir "$work/dist" "$top"
bash "$top/docs/test_dist.sh" "$work/dist"
