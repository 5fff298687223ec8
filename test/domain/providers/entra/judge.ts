import type { JsonObject } from '../../../../domain/json.ts';
import { signInActivities } from '../../../../domain/providers/entra/activity.ts';
import { readPeople } from '../../../../domain/providers/entra/inventory.ts';
import { userOfPerson } from '../../../../domain/providers/entra/person.ts';
import { foldSignIn, hasFailedBy, newSignInFold } from '../../../../domain/providers/entra/sign-in-fold.ts';
import { joinLists } from '../../../../domain/providers/joined-list.ts';
import { type Assessment, assess } from '../../../../domain/verdict/assessment.ts';
import { instant, now, question } from '../../builders.ts';
import { colleague, objectId, tenant } from './builders.ts';

interface World {
  /** The records of the sign-in log that was read. */
  readonly log?: readonly JsonObject[];
  readonly readById?: boolean;
  readonly isLogWhole?: boolean;
  readonly madeAt?: string;
  readonly thresholdDays?: number;
  /** Who else is in each read of the list. */
  readonly others?: readonly JsonObject[];
}

/** The verdict on alice after these reads of the list, one answer about her for each. */
export function judge(reads: readonly JsonObject[], world: World = {}): Assessment {
  const { log = [], readById = false, isLogWhole = false, madeAt = now, others = [colleague] } = world;
  const asked = { ...question, thresholdDays: world.thresholdDays ?? question.thresholdDays };
  const lists = reads.map((entry) => {
    const listing = readPeople([{ value: [...others, entry] }]);
    return { people: listing?.people ?? [], madeAt: madeAt === '' ? undefined : instant(madeAt) };
  });
  const fold = newSignInFold();
  for (const record of log) foldSignIn(fold, record, tenant(), now);
  const { people, ...list } = joinLists(signInActivities, lists, now, new Set(readById ? [objectId()] : []));
  const person = people.find(({ listed }) => listed.objectId === objectId());
  if (person === undefined) throw new Error('nobody was read');
  const facts = { accountId: tenant(), ...list, isLogWhole, hasFailed: hasFailedBy(fold) };
  const user = userOfPerson(person, facts, asked);
  const nothing = { lastSeen: undefined, coverage: { kind: 'none' }, gaps: [], exemption: undefined } as const;
  return assess({ user, ...nothing }, asked);
}

/** The verdict after two reads with the same answer. */
export const twice = (entry: JsonObject, world?: World) => judge([entry, entry], world);
