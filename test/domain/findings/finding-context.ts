import type { FindingContext } from '../../../domain/findings/user-finding.ts';
import { now } from '../builders.ts';

/** The run of all these tests, reported at its own time. */
export const context: FindingContext = {
  now,
  run: { asOf: now, thresholdDays: 90, coverage: { kind: 'none' } },
  region: undefined,
  toolVersion: '1.2.3',
};

/** A name that no IAM user can have, but that a file can say. */
export const hostileName = `</script>"';=cmd|\u001b[31m\u202e\n$&${'x'.repeat(3000)}\ud83d`;
