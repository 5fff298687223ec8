import type { JsonObject } from '../../../../domain/json.ts';
import { lastLogins } from '../../../../domain/providers/google/activity.ts';
import { addPage, newAnswers, proveAnswers } from '../../../../domain/providers/google/activity-answers.ts';
import { foldActivity, newActivityFold } from '../../../../domain/providers/google/activity-fold.ts';
import { activityGaps, isActivityRead } from '../../../../domain/providers/google/activity-gaps.ts';
import { readPeople } from '../../../../domain/providers/google/inventory.ts';
import { userOfPerson } from '../../../../domain/providers/google/person.ts';
import type { Application } from '../../../../domain/providers/google/records.ts';
import { readUsagePage } from '../../../../domain/providers/google/usage.ts';
import { usageByPerson } from '../../../../domain/providers/google/usage-join.ts';
import { joinLists } from '../../../../domain/providers/joined-list.ts';
import { userEntry } from '../../../../domain/sightings/entry.ts';
import { type Assessment, assess } from '../../../../domain/verdict/assessment.ts';
import { instant, now, question } from '../../builders.ts';
import { colleague, customer, directoryUser, profileId, silentLog, usagePage, wholeUsage } from './builders.ts';

/** What else is known; by default everything proves that alice was silent for 200 days. */
export interface World {
  /** What the directory says of alice, once for each read; undefined: it does not list her. */
  readonly reads?: readonly (JsonObject | undefined)[];
  readonly others?: readonly JsonObject[];
  readonly readById?: boolean;
  readonly madeAt?: string;
  readonly usage?: readonly JsonObject[];
  /** The activities that were read, each answer whole, by application; undefined: not read. */
  readonly log?: { readonly [application in Application]?: readonly JsonObject[] };
  readonly thresholdDays?: number;
}

function foldOf(log: NonNullable<World['log']>) {
  const fold = newActivityFold();
  const answers = newAnswers();
  for (const items of Object.values(log)) {
    const readings = items.map((item) => foldActivity(fold, item, customer(), now));
    addPage(answers, { readings, hasNext: false, place: 'a file' });
  }
  proveAnswers(answers, fold, customer(), undefined);
  return fold.records;
}

/** The verdict on alice in this world. */
export function judge(world: World = {}): Assessment {
  const { reads = [directoryUser(), directoryUser()], others = [colleague], madeAt = now } = world;
  const { usage = wholeUsage(), log = { login: silentLog('login'), token: silentLog('token') } } = world;
  const asked = { ...question, thresholdDays: world.thresholdDays ?? question.thresholdDays };
  const lists = reads.map((entry) => ({
    people: readPeople([{ users: [...others, ...(entry === undefined ? [] : [entry])] }])?.people ?? [],
    madeAt: madeAt === '' ? undefined : instant(madeAt),
  }));
  const { people, ...list } = joinLists(lastLogins, lists, now, new Set(world.readById ? [profileId()] : []));
  const person = people.find(({ listed }) => listed.objectId === profileId());
  if (person === undefined) throw new Error('nobody was read');
  const rows = readUsagePage(usagePage(...usage))?.rows ?? [];
  const records = foldOf(log);
  const watches = records.watches.get(customer()) ?? new Map();
  const facts = {
    accountId: customer(),
    ...list,
    usageOf: usageByPerson(rows, people),
    reportedDay: rows
      .map(({ day }) => day)
      .sort()
      .at(-1),
    activityGaps: activityGaps(watches, asked),
    failed: new Map(),
    isSamlRead: isActivityRead('saml', watches),
  };
  const user = userOfPerson(person, facts, asked);
  const lastSeen = records.lastSeen.get(customer())?.get(userEntry(profileId()));
  return assess({ user, lastSeen, coverage: { kind: 'none' }, gaps: [], exemption: undefined }, asked);
}

/** The verdict after two reads with the same answer. */
export const twice = (entry: JsonObject, world?: World): Assessment => judge({ ...world, reads: [entry, entry] });
