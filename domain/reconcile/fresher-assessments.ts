import type { Question } from '../question.ts';
import { knownUsers, type StoredAccount } from '../table/stored-account.ts';
import type { TableWrite } from '../table/table-write.ts';
import { withSighting } from '../verdict/assessment.ts';
import { attributeSightings } from '../verdict/attribution.ts';

/**
 * The writes that correct stored assessments by newer sightings. Logs without an inventory do not allow new verdicts.
 * But a stored assessment is wrong if the user is not active in it and a fresh sighting is known by now.
 */
export function planFresherAssessments(stored: StoredAccount, question: Question): TableWrite[] {
  const { accountId } = stored;
  const { attributed } = attributeSightings(stored.lastSeen, knownUsers(stored));
  return [...stored.assessments].flatMap(([entry, assessment]) => {
    const latest = attributed.get(assessment.user)?.lastSeen?.latest;
    const fresher = latest === undefined ? assessment : withSighting(assessment, latest, question);
    return fresher === assessment ? [] : [{ kind: 'assessment', accountId, entry, assessment: fresher }];
  });
}
