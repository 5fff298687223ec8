#!/usr/bin/env bash
# Changes the code of one room after the other and counts the changes that the room's own tests do not notice.
# Arguments: rooms or files in them, e.g. `verdict coverage/coverage.ts`. Fails where a room is below 97 % killed.
set -uo pipefail
cd "$(dirname "$0")/.."

parts=("$@")
[ ${#parts[@]} -gt 0 ] || parts=(verdict coverage sightings inventory cloudtrail)

failed=0
for part in "${parts[@]}"; do
  room="${part%%/*}"
  [ "$part" = "$room" ] && code="domain/$room/**/*.ts" || code="domain/$part"
  echo "== $part"
  MUTATED_ROOM="$room" npx stryker run --mutate "$code" || failed=$((failed + 1))
  mv coverage/mutation.json "coverage/mutation-${part//\//-}.json"
done
echo "$((${#parts[@]} - failed)) of ${#parts[@]} are held by their tests"
exit "$((failed > 0))"
