/** Acts as records have them. */

import type { ActIntent, ActOutcome } from '../../../domain/evidence/act-record.ts';
import { lifecycleSettings } from '../../../domain/lifecycle/settings.ts';
import { quarantineCalls, releaseCalls } from '../../../domain/lifecycle/step.ts';
import { now, user } from '../builders.ts';

export const actor = 'arn:aws:sts::123456789012:assumed-role/lastseen-quarantine/run';

const alice = { userId: user(), userName: 'alice', arn: 'arn:aws:iam::123456789012:user/alice' };

/** The quarantine of alice. */
export const anIntent = (given: Partial<ActIntent> = {}): ActIntent => ({
  at: now,
  act: 'quarantine',
  reason: 'no activity for 120 days',
  actor,
  software: '1.2.3',
  user: { ...alice, tags: [{ key: 'owner', value: 'team-a' }], owner: 'team-a' },
  settings: lifecycleSettings({}),
  calls: quarantineCalls(alice, now),
  undo: releaseCalls(alice),
  notices: [{ at: now, to: 'team-a' }],
  neverRestored: [],
  ...given,
});

/** What came of it. */
export const anOutcome = (intent: number, given: Partial<ActOutcome> = {}): ActOutcome => ({
  at: now,
  intent,
  result: 'done',
  actor,
  software: '1.2.3',
  calls: [
    { action: 'TagUser', at: now, requestId: `tag-${intent}`, outcome: 'done' },
    { action: 'AttachUserPolicy', at: now, requestId: `attach-${intent}`, outcome: 'done' },
  ],
  ...given,
});
