#!/usr/bin/env bash
# Build the source distribution, and the wheel from it, twice; fail unless both have the same bytes.
#   bash docs/build_release.sh DIST
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=${1:?the folder to write to, which must not be there}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$target"

SOURCE_DATE_EPOCH=$(git -C "$top" log -1 --format=%ct)
export SOURCE_DATE_EPOCH
for number in 1 2; do
  # From a copy of the commit: nothing that lies about gets in, and each time from another place.
  mkdir "$work/$number"
  git -C "$top" archive HEAD | tar -x -C "$work/$number"
  "${PYTHON:-python3}" -m build --quiet --outdir "$work/dist-$number" "$work/$number"
done
diff --recursive "$work/dist-1" "$work/dist-2"
cp "$work"/dist-1/* "$target"
(cd "$target" && sha256sum -- *)
