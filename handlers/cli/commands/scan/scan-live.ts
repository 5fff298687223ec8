/** The live part of a scan: one account, or several side by side. */

import pMap from 'p-map';
import type { AccountId, Region } from '../../../../domain/ids.ts';
import type { Settings } from '../../../../domain/settings/settings.ts';
import { awsFailureOf } from '../../../../infra/aws/failure.ts';
import { readTerms } from '../../../accounts/read-terms.ts';
import type { NotJudged } from '../../../scan/inventory-words.ts';
import { gatherLive } from '../../../scan/live-scan.ts';
import type { Inventory } from '../../../scan/read-inventory.ts';
import { type LiveAccounts, openLiveAccounts } from '../../live-accounts.ts';
import type { LiveSession } from '../../live-session.ts';
import type { OpenTable } from '../../open-table.ts';
import { type LiveProgress, liveProgress, sharedLiveProgress } from '../../progress/live-progress.ts';
import type { ScanOptions } from './scan-options.ts';
import { watchedRegions } from './watched-regions.ts';

/** What a scan asks of AWS, and how many writes that took. */
export interface AskedLive {
  readonly inventory: Inventory;
  readonly writes: number;
}

/** The accounts whose answers a scan waits for, until `close`. */
export interface LiveScan {
  /** The Regions of the only account; undefined where there are several, each with its own, or they are not known. */
  readonly regions: readonly Region[] | undefined;
  /** Asks every account; `leftOut` are Regions in which nobody looked. */
  ask(settings: Settings, table: OpenTable, leftOut: readonly Region[]): Promise<AskedLive>;
  close(): void;
}

/** Opens the accounts of `--profile`, or that of the present credentials. */
export async function openLiveScan(options: ScanOptions): Promise<LiveScan> {
  const accounts = await openLiveAccounts(options);
  const { sessions } = accounts;
  const [first] = sessions;
  return {
    regions: accounts.isOne ? first?.chosen.enabled : undefined,
    ask: (settings, table, leftOut) =>
      accounts.isOne && first !== undefined
        ? askOne(first, settings, table, liveProgress(options))
        : askAll(accounts, { settings, table, leftOut }, options),
    close: () => {
      for (const session of sessions) session.close();
    },
  };
}

/** Asks about the users of one account, by its own settings; nobody is asked where these leave the account out. */
export async function askOne(
  session: LiveSession,
  settings: Settings,
  table: OpenTable,
  progress: LiveProgress,
): Promise<AskedLive> {
  const { accountId, chosen, history, clock, gatherInventory, sshKeys, accessKeys, askServices } = session;
  const terms = await readTerms(accountId, settings, table);
  if (terms.kind !== 'judged') {
    progress.stop();
    return { inventory: nobodyAsked(accountId), writes: 0 };
  }
  const { question } = terms;
  const { beforeKeys, services: servicesProgress } = progress;
  const ports = { history, clock, gatherInventory, sshKeys, accessKeys, askServices, table, progress };
  const asked = gatherLive({ accountId, chosen, question }, { ...ports, beforeKeys, servicesProgress });
  return asked.finally(() => progress.stop());
}

const nobodyAsked = (accountId: AccountId): Inventory => {
  return { users: [], roots: [], accounts: [accountId], missing: [], incomplete: [], notJudged: [], notes: [] };
};

/** Each account has its own limits at AWS; this bounds what this machine holds at once. */
const accountsAtOnce = 4;

interface AskedOf {
  readonly settings: Settings;
  readonly table: OpenTable;
  readonly leftOut: readonly Region[];
}

async function askAll(accounts: LiveAccounts, { settings, table, leftOut }: AskedOf, options: ScanOptions) {
  const { sessions, failed, notes } = accounts;
  const shared = sharedLiveProgress(options, sessions.length);
  const lost: { readonly notJudged: NotJudged; readonly error: unknown }[] = [];
  const ask = (session: LiveSession) =>
    askOne(session, settings, table, shared.ofAccount()).catch((error: unknown) => {
      lost.push({ notJudged: lostAccount(session, error), error });
      return undefined;
    });
  const answers = await pMap(sessions, ask, { concurrency: accountsAtOnce }).finally(() => shared.stop());
  const asked = answers.filter((answer) => answer !== undefined);
  if (asked.length === 0 && lost[0] !== undefined) throw lost[0].error;
  const all = asked.map(({ inventory }) => inventory);
  const incomplete = all.flatMap(({ accounts: [accountId], missing }) =>
    accountId === undefined ? [] : missing.map((why) => ({ accountId, why: `account ${accountId}: ${why}` })),
  );
  const broken = [...failed, ...lost.map(({ notJudged }) => notJudged)];
  const notJudged = [...broken, ...all.flatMap(unheard)];
  const regions = new Map(sessions.map(({ accountId, chosen }) => [accountId, chosen.enabled]));
  return {
    inventory: {
      users: all.flatMap(({ users }) => users),
      roots: all.flatMap(({ roots }) => roots),
      accounts: all.flatMap((each) => each.accounts).filter(isHeard(notJudged)),
      missing: [...broken, ...incomplete].map(({ why }) => why),
      incomplete,
      notJudged,
      notes,
      regionsOf: (accountId: AccountId) => watchedRegions(regions.get(accountId), leftOut),
    },
    writes: asked.reduce((sum, { writes }) => sum + writes, 0),
  };
}

/** An account whose credentials failed on the way. Throws again what is no failure of AWS. */
function lostAccount({ accountId }: LiveSession, error: unknown): NotJudged {
  const failure = awsFailureOf(error);
  if (failure === undefined) throw error;
  return { accountId, input: undefined, why: `account ${accountId}: AWS gave no answer (${failure.why}); try again` };
}

/** An account of which IAM said nothing, and of which the table knows nobody. */
function unheard({ accounts: [accountId], users, missing }: Inventory): NotJudged[] {
  if (accountId === undefined || users.length > 0 || missing.length === 0) return [];
  return [{ accountId, input: undefined, why: `account ${accountId}: IAM named none of its users` }];
}

const isHeard = (notJudged: readonly NotJudged[]) => (accountId: AccountId) =>
  !notJudged.some((each) => each.accountId === accountId);
