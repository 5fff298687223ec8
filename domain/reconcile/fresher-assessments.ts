import type { Question } from '../question.ts';
import { knownUsers, type StoredAccount } from '../table/stored-account.ts';
import type { TableWrite } from '../table/table-write.ts';
import { withSighting } from '../verdict/assessment.ts';
import { attributeSightings } from '../verdict/attribution.ts';

/**
 * Where logs came without an inventory, nobody can be judged anew; but an assessment that calls a user anything but
 * active, while a fresh sighting of it is known by now, is wrong and is set right.
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
