import { parseUserId } from '../../../domain/ids.ts';
import type { IamUser } from '../../../domain/inventory/iam-user.ts';
import { assessmentEntry, type Entry } from '../../../domain/sightings/entry.ts';
import { type Assessment, assess } from '../../../domain/verdict/assessment.ts';
import type { Exemption } from '../../../domain/verdict/exemption.ts';
import type { State } from '../../../domain/verdict/state.ts';
import { daysAgo, facts, iamUser, never, password, question, usedAt } from '../builders.ts';

export const exempt: Exemption = { by: 'tag lastseen:exempt', until: undefined, reason: undefined, ended: false };

const facets: { readonly [state in State]: (idleDays?: number) => Partial<IamUser> } = {
  active: (days = 1) => ({ credentials: [password({ lastUse: usedAt(daysAgo(days)) })] }),
  idle: (days = 200) => ({ credentials: [password({ lastUse: usedAt(daysAgo(days)) })] }),
  'never-used': () => ({ credentials: [password({ lastUse: never })] }),
  new: () => ({ createdAt: daysAgo(2), credentials: [password({ createdAt: daysAgo(2), lastUse: never })] }),
  unknown: (days = 200) => ({
    credentials: [password({ lastUse: usedAt(daysAgo(days)) })],
    gaps: [{ kind: 'source-failed', source: 'list-users', why: 'Throttling' }],
  }),
};

/**
 * The domain's own verdict on a user of this name made so that the verdict is this; an active, idle or unknown one was
 * seen `idleDays` ago.
 */
export function assessed(
  userName: string,
  state: State,
  changes: { exempt?: boolean; idleDays?: number } = {},
): Assessment {
  const id = `AIDA${Buffer.from(userName).toString('hex').toUpperCase().padStart(16, '0').slice(0, 120)}`;
  const userId = parseUserId(id) ?? id.length;
  if (typeof userId === 'number') throw new Error(`no id for ${userName}`);
  const arn = `arn:aws:iam::123456789012:user/${userName}`;
  const user = iamUser({ userName, userId, arn, ...facets[state](changes.idleDays) });
  const assessment = assess(facts({ user, exemption: changes.exempt ? exempt : undefined }), question);
  if (assessment.state !== state) throw new Error(`${userName} is ${assessment.state}, not ${state}`);
  return assessment;
}

export function byEntry(...assessments: readonly Assessment[]): Map<Entry, Assessment> {
  return new Map(assessments.map((assessment) => [assessmentEntry(assessment.user), assessment]));
}
