#!/usr/bin/env bash
# A step of action.yml: runs `acslint check`. The inputs of a workflow are passed as environment variables, so that none
# of them runs as code. Written for the old bash of macOS too.
set -euo pipefail

arguments=(check --format "$INPUT_FORMAT")
option() {
  if [ -n "$2" ]; then arguments+=("$1" "$2"); fi
}
# Each line is an argument, including spaces; empty lines are ignored.
lines() {
  local line
  while IFS= read -r line; do
    line=${line%$'\r'}
    if [ -n "$line" ]; then arguments+=("$line"); fi
  done <<< "$1"
}

if [ -n "$INPUT_SARIF_FILE" ]; then arguments+=(--format sarif --output "$INPUT_SARIF_FILE"); fi
option --fail-on "$INPUT_FAIL_ON"
option --config "$INPUT_CONFIG"
option --baseline "$INPUT_BASELINE"
lines "$INPUT_ARGS"
arguments+=(--)
lines "$INPUT_PATHS"

code=0
"$ACSLINT" "${arguments[@]}" || code=$?
echo "exit-code=$code" >> "$GITHUB_OUTPUT"
exit "$code"
