#!/usr/bin/env bash
# A step of action.yml: runs `acslint check`. What a workflow gives comes in environment variables, so that none of it is
# run as code. Written for the bash of macOS too, which is old.
set -euo pipefail

arguments=(check --format "$INPUT_FORMAT")
option() {
  if [ -n "$2" ]; then arguments+=("$1" "$2"); fi
}
# Each line is an argument, with spaces and all; empty lines are none.
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
