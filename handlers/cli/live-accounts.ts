/** Opens the accounts of one or more profiles. */

import pMap from 'p-map';
import { checkProfile, useProfile } from '../aws-profile.ts';
import { LiveFailure } from '../aws-unavailable.ts';
import { InputError } from '../input-error.ts';
import type { NotJudged } from '../scan/inventory-words.ts';
import { type LiveSession, openLiveSession } from './live-session.ts';
import type { LiveOptions } from './options/live-options.ts';

/** The accounts that can be asked, and the profiles that failed. */
export interface LiveAccounts {
  /** One for each account, in the order of the profiles. */
  readonly sessions: readonly LiveSession[];
  readonly failed: readonly NotJudged[];
  /** Profiles of an account that another one opened already. */
  readonly notes: readonly string[];
  /** Whether one profile or none was given. */
  readonly isOne: boolean;
}

/** The profiles of `--profile a,b,c`, each once. Throws InputError for an empty name. */
function profilesOf(profile: string | undefined): readonly string[] {
  if (profile === undefined) return [];
  const names = profile.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InputError(`--profile ${profile}: give the names of profiles, with commas between`);
  return [...new Set(names)];
}

const openedAtOnce = 8;

/**
 * Opens each profile's account. The first profile is also that of the bucket and of the table. Throws InputError for a
 * profile that does not exist, and InputError or LiveFailure where none can be opened.
 */
export async function openLiveAccounts(options: LiveOptions): Promise<LiveAccounts> {
  const profiles = profilesOf(options.profile);
  const [first] = profiles;
  if (first === undefined || profiles.length === 1) {
    return {
      sessions: [await openLiveSession({ ...options, ...(first !== undefined && { profile: first }) })],
      failed: [],
      notes: [],
      isOne: true,
    };
  }
  for (const profile of profiles) await checkProfile(profile);
  await useProfile(first);
  const opened = await pMap(profiles, (profile) => tryOpen(profile, options), { concurrency: openedAtOnce });
  const failed = opened.flatMap((each) => (each.kind === 'failed' ? [each] : []));
  const open = opened.flatMap((each) => (each.kind === 'open' ? [each] : []));
  if (open.length === 0) throw allFailed(failed);
  const { sessions, notes } = onceEach(open);
  return { sessions, notes, failed: failed.map(({ notJudged }) => notJudged), isOne: false };
}

interface Opened {
  readonly kind: 'open';
  readonly profile: string;
  readonly session: LiveSession;
}

interface NotOpened {
  readonly kind: 'failed';
  readonly notJudged: NotJudged;
  readonly mayPass: boolean;
}

async function tryOpen(profile: string, options: LiveOptions): Promise<Opened | NotOpened> {
  try {
    return { kind: 'open', profile, session: await openLiveSession({ ...options, profile }, 'one-of-many') };
  } catch (error) {
    if (!(error instanceof LiveFailure || error instanceof InputError)) throw error;
    const why = `--profile ${profile}: ${error.message}`;
    const notJudged = { accountId: undefined, input: `--profile ${profile}`, why };
    return { kind: 'failed', notJudged, mayPass: error instanceof LiveFailure && error.mayPass };
  }
}

function allFailed(failed: readonly NotOpened[]): LiveFailure {
  const lines = failed.map(({ notJudged }) => notJudged.why).join('\n');
  return new LiveFailure(
    lines,
    failed.every(({ mayPass }) => mayPass),
    undefined,
  );
}

/** Of several profiles of one account the first is asked. */
function onceEach(opened: readonly Opened[]): Pick<LiveAccounts, 'sessions' | 'notes'> {
  const kept = new Map<string, Opened>();
  const notes: string[] = [];
  for (const each of opened) {
    const { accountId } = each.session;
    const other = kept.get(accountId);
    if (other === undefined) kept.set(accountId, each);
    else {
      each.session.close();
      notes.push(
        `account ${accountId}: --profile ${other.profile} and ${each.profile} are of it; ${other.profile} asked`,
      );
    }
  }
  return { sessions: [...kept.values()].map(({ session }) => session), notes };
}
