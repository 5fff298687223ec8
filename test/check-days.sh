#!/usr/bin/env bash
# Runs the tests under shifted clocks: whatever takes a fixed date for "today" fails on one of these days.
# Needs Debian's `faketime`. Arguments: other starting times, e.g. '2029-01-01 00:00:00'. Takes one test run for each.
set -uo pipefail
cd "$(dirname "$0")/.."

if ! command -v faketime >/dev/null; then
  echo 'check:days needs faketime (Debian: apt-get install faketime)' >&2
  exit 2
fi

# A leap day; the last day of a year, crossing midnight on the way; the first of a month, just begun; years ahead.
days=("$@")
[ ${#days[@]} -gt 0 ] || days=('2028-02-29 12:00:00' '2026-12-31 23:57:00' '2027-03-01 00:00:05' '2030-07-15 18:00:00')

failed=0
for day in "${days[@]}"; do
  echo "== $day UTC"
  # Timers and durations run by the monotonic clock and must not be shifted.
  TZ=UTC FAKETIME_DONT_FAKE_MONOTONIC=1 faketime "$day" npx vitest run || failed=$((failed + 1))
done
echo "$((${#days[@]} - failed)) of ${#days[@]} days passed"
exit "$((failed > 0))"
