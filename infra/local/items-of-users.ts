import { type AccountId, parseUserArn } from '../../domain/ids.ts';
import { parseAnyUserId } from '../../domain/provider.ts';
import {
  belowEntry,
  type Entry,
  nameEntry,
  parseEntry,
  regionEntries,
  runEntry,
  userEntry,
} from '../../domain/sightings/entry.ts';
import { readEntry } from '../../domain/sightings/read-entry.ts';
import type { Item } from '../aws/dynamodb/sighting-item.ts';
import { namesIn, nameTerm } from './embedded-index.ts';
import type { EntryStore } from './entry-store.ts';

/**
 * The items of the users with this name, unique id or ARN, and those of the account that a verdict on them is shown
 * with: its run and its Regions. Sightings by name count for every user of that name.
 */
export async function itemsOfUsers(store: EntryStore, accountId: AccountId, who: string): Promise<Item[]> {
  const userId = parseAnyUserId(who);
  const byId = userId === undefined ? [] : await itemsOf(store, accountId, userEntry(userId));
  const names = userId === undefined ? [parseUserArn(who)?.userName ?? who] : namesIn(byId);
  const subjects = new Set<Entry>();
  for (const name of names) for (const entry of await subjectsCalled(store, accountId, name)) subjects.add(entry);
  if (userId !== undefined) subjects.delete(userEntry(userId));
  const byName = await Promise.all([...subjects].map((entry) => itemsOf(store, accountId, entry)));
  const run = store.read(accountId, runEntry);
  const regions = await store.readPartition(accountId, regionEntries);
  return [...byId, ...byName.flat(), ...regions, ...(run === undefined ? [] : [run])];
}

/** The entries of the users that an assessment or a sighting calls so, and that of sightings by name alone. */
async function subjectsCalled(store: EntryStore, accountId: AccountId, name: string): Promise<Entry[]> {
  const found = await store.readIndexed('name', accountId, nameTerm(name));
  return [nameEntry(name), ...found.flatMap((item) => subjectOf(item) ?? [])];
}

function subjectOf(item: Item): Entry | undefined {
  const entry = parseEntry(item['entry']);
  const form = entry === undefined ? undefined : readEntry(entry);
  return form?.kind === 'assessment' ? form.user : entry;
}

/** A subject's item and those below it. */
async function itemsOf(store: EntryStore, accountId: AccountId, subject: Entry): Promise<Item[]> {
  const own = store.read(accountId, subject);
  const below = await store.readPartition(accountId, belowEntry(subject));
  return own === undefined ? below : [own, ...below];
}
