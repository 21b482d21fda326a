#!/usr/bin/env bash
# Compares another build's digests with the fixture, with and without FMA and AVX2. Skips where that build is not there, but not in CI.
set -euo pipefail
program=$1
fixture=$2
if [ ! -x "$program" ]; then
  echo "not built: $program (tools/test builds it)"
  [ -n "${CI:-}" ] && exit 1
  exit 77
fi
"$program" --check "$fixture"
GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2 "$program" encore 1 --check "$fixture"
