#!/usr/bin/env bash
# Compares another build's digests with the fixture. Skips where that build is not there, but not in CI.
# A debug build takes two minutes a match, so it plays a sample; the others play all, and one match without FMA and AVX2.
set -euo pipefail
program=$1
fixture=$2
if [ ! -x "$program" ]; then
  echo "not built: $program (tools/test builds it)"
  [ -n "${CI:-}" ] && exit 1
  exit 77
fi
case "$program" in
  *debug*)
    "$program" encore 1 --check "$fixture"
    "$program" victus_haze 1 --check "$fixture"
    ;;
  *)
    "$program" --check "$fixture"
    GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2 "$program" encore 1 --check "$fixture"
    ;;
esac
