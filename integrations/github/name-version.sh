#!/usr/bin/env bash
# A step of action.yml: names the version of acslint by its sources, for the cache of the built program.
# `hashFiles` sees only the checked repository, and a branch given as the version moves.
set -euo pipefail
cd "$GITHUB_ACTION_PATH"
version=$(find Cargo.toml Cargo.lock rust-toolchain.toml crates -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cat |
  git hash-object --stdin)
echo "version=$version" >> "$GITHUB_OUTPUT"
