#!/usr/bin/env bash
# Checks the manifests. Inputs arrive in the environment and are handed on as arguments: no input is
# ever run, and none that looks like an option is taken for one.
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${RUNNER_TEMP:?}/trainbib
mkdir -p "$out"
rm -f "$out/report.json" "$out/report.sarif" "$out/summary.md" # of an earlier use in this job

lines() { # LIST: the lines that are not empty, into the array "read"
  read=()
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ -n ${line//[[:space:]]/} ]]; then read+=("${line%$'\r'}"); fi
  done <<< "$1"
}

formats=(--format "json:$out/report.json" --format "markdown:$out/summary.md")
if [[ ${IN_ANNOTATIONS:-true} == true ]]; then formats+=(--format github); else formats+=(--format concise); fi
if [[ ${IN_SARIF:-false} == true ]]; then formats+=(--format "sarif:$out/report.sarif"); fi

options=()
if [[ -n ${IN_CONFIG:-} ]]; then options+=("--config=$IN_CONFIG"); fi
if [[ -n ${IN_SELECT:-} ]]; then options+=("--select=$IN_SELECT"); fi
if [[ -n ${IN_PROFILE:-} ]]; then options+=("--profile=$IN_PROFILE"); fi
if [[ -n ${IN_FAIL_ON:-} ]]; then options+=("--fail-on=$IN_FAIL_ON"); fi
if [[ -n ${IN_BASELINE:-} ]]; then options+=("--baseline=$IN_BASELINE"); fi
if [[ -n ${IN_DIFF_BASE:-} ]]; then options+=("--since=$IN_DIFF_BASE"); fi
if [[ ${IN_ONLINE:-false} == true ]]; then
  if [[ ${PR_FROM_FORK:-false} == true ]]; then
    echo "::notice::online checks are not run for pull requests from forks"
  else
    options+=(--online)
  fi
fi
if [[ ${PR_FROM_FORK:-false} == true ]]; then export TRAINBIB_OFFLINE=1; fi # whatever args say
lines "${IN_ARGS:-}"
given=()
for each in ${read[@]+"${read[@]}"}; do
  if [[ $each == -- ]]; then # what follows would be taken for files
    echo "::error::args: write options only, without --; files go into paths"
    exit 2
  fi
  if [[ $each == --online && ${PR_FROM_FORK:-false} == true ]]; then
    echo "::notice::online checks are not run for pull requests from forks"
  else
    given+=("$each")
  fi
done
options+=(${given[@]+"${given[@]}"})
lines "${IN_PATHS:-}"
paths=(${read[@]+"${read[@]}"})
trainbib check --recursive "${formats[@]}" ${options[@]+"${options[@]}"} -- ${paths[@]+"${paths[@]}"}
code=$?

changes=()
if [[ -n ${IN_DIFF_BASE:-} && -f $out/report.json ]]; then
  changes=("--diff-base=$IN_DIFF_BASE")
fi
python3 "$here/report.py" --report "$out/report.json" --summary "$out/summary.md" \
  --sarif "$out/report.sarif" --exit-code "$code" ${changes[@]+"${changes[@]}"}

if [[ $code -eq 3 ]]; then
  if [[ ${IN_FAIL_IF_EMPTY:-true} == true ]]; then exit 3; else exit 0; fi
fi
if [[ $code -eq 1 && ${IN_FAIL:-true} != true ]]; then exit 0; fi
exit "$code"
