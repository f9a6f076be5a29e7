#!/usr/bin/env bash
# Installs the program in an environment of its own, and puts it on the path of the later steps.
set -euo pipefail

if [[ -n ${TRAINBIB_VERSION:-} ]]; then
  if [[ ! $TRAINBIB_VERSION =~ ^[0-9]+\.[0-9]+\.[0-9]+((a|b|rc)[0-9]+)?$ ]]; then
    echo "::error::version: write an exact release such as 1.0.0, not '${TRAINBIB_VERSION//$'\n'/ }'"
    exit 2
  fi
  requirement="trainbib==$TRAINBIB_VERSION"
else
  requirement=${GITHUB_ACTION_PATH:?}
fi

environment=${RUNNER_TEMP:?}/trainbib-environment
python3 -m venv "$environment"
if [[ -d $environment/Scripts ]]; then programs=$environment/Scripts; else programs=$environment/bin; fi
"$programs/python" -m pip install --quiet --disable-pip-version-check "$requirement"
echo "$programs" >> "${GITHUB_PATH:?}"
