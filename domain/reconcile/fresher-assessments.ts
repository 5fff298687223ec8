import type { Question } from '../question.ts';
import { knownUsers, type StoredAccount } from '../table/stored-account.ts';
import { withSighting } from '../verdict/assessment.ts';
import { attributeSightings } from '../verdict/attribution.ts';
import type { Verdicts } from './plan-history.ts';

/**
 * Corrects stored assessments by newer sightings. Logs without an inventory do not allow new verdicts. But a stored
 * assessment is wrong if the user is not active in it and a fresh sighting is known by now. Undefined where none is.
 */
export function fresherVerdicts(stored: StoredAccount, question: Question): Verdicts | undefined {
  const { attributed } = attributeSightings(stored.lastSeen, knownUsers(stored));
  const fresher = [...stored.assessments].flatMap(([entry, assessment]) => {
    const latest = attributed.get(assessment.user)?.lastSeen?.latest;
    const corrected = latest === undefined ? assessment : withSighting(assessment, latest, question);
    return corrected === assessment ? [] : [[entry, corrected] as const];
  });
  if (fresher.length === 0) return undefined;
  const { now: asOf, thresholdDays } = question;
  const coverage = stored.run?.coverage ?? { kind: 'none' };
  const run = { asOf, thresholdDays, users: stored.assessments.size, coverage };
  return { stored, assessments: new Map([...stored.assessments, ...fresher]), run };
}
