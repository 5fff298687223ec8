/** The flow that judges the accounts of an organization from one machine, and continues where it was stopped. */

import type { OrganizationId } from '../../domain/ids.ts';
import { nothingAccepted } from '../../domain/organization/accepted-losses.ts';
import type { ListedMembers } from '../../domain/organization/account-list.ts';
import {
  type AccountOutcome,
  isDone,
  type LatestJudgement,
  type OrganizationAccount,
  readMember,
} from '../../domain/organization/organization-account.ts';
import { type OrganizationRun, readOrganizationRun } from '../../domain/organization/organization-run.ts';
import type { JudgedMember } from '../../domain/organization/plan-organization.ts';
import { entryOf } from '../../domain/organization/unjudged-account.ts';
import { daysBetween, type Instant } from '../../domain/time.ts';
import type { AccountSettingsStore } from '../../infra/ports/accounts/account-settings-store.ts';
import type { OrganizationStore } from '../../infra/ports/organization-store.ts';
import { inheritSettings } from '../accounts/inherit-settings.ts';
import { InputError } from '../input-error.ts';
import { someAtOnce } from '../some-at-once.ts';
import { startOrganizationRun } from './start-organization-run.ts';

/** The organization, and the threshold that holds where an account has no other. */
export interface OrganizationScan {
  readonly organizationId: OrganizationId;
  readonly thresholdDays: number;
  /** The same for scans that ask the same, letters and digits: only such a one is continued. */
  readonly terms: string;
  /** Chosen at random; a run that is continued keeps its own. */
  readonly nonce: string;
}

/** What came of one account. */
export interface MemberResult {
  readonly outcome: AccountOutcome;
  readonly judged?: LatestJudgement | undefined;
  /** Who answers for the account, where the run was told so. */
  readonly owner?: string | undefined;
}

/** What the flow needs from outside. */
export interface OrganizationScanPorts {
  readonly store: OrganizationStore & AccountSettingsStore;
  readonly clock: () => Instant;
  readonly listAccounts: () => Promise<ListedMembers>;
  /** Judges one account. A refusal is an outcome; throws what ends the whole scan. */
  readonly judge: (member: JudgedMember['member']) => Promise<MemberResult>;
  /** Hears how many accounts are left to judge, and how many a stopped scan finished, before the first. */
  readonly begin: (accounts: number, finished: number) => void;
}

const accountsAtOnce = 8;

/**
 * Judges every account in service, eight at a time, and writes each account's entry once its verdicts are written. A
 * scan of the same terms that was stopped within the last twelve hours is continued: accounts that it finished are not
 * asked again. Throws InputError where fewer than half of the accounts are listed: then nothing is written. Where
 * `judge` throws, the accounts that are being judged come to their end, no other one begins, and the run stays open.
 */
export async function scanOrganization(scan: OrganizationScan, ports: OrganizationScanPorts): Promise<void> {
  const { organizationId, thresholdDays } = scan;
  const { store, clock, listAccounts } = ports;
  const wanted: JudgedMember[] = [];
  const requestId = await requestOf(scan, ports);
  const started = await startOrganizationRun(
    { organizationId, requestId, thresholdDays, accepted: nothingAccepted },
    {
      store,
      clock,
      listAccounts,
      organizationTrail: async () => undefined,
      send: async (messages) => {
        for (const { message } of messages)
          if (message.kind === 'judge') wanted.push({ member: message.member, news: message.news });
      },
    },
  );
  if (started.kind === 'shrunk') throw new InputError(shrunkWords(started));
  if (started.kind === 'superseded') throw new InputError(supersededWords);
  const { run } = started;
  const before = new Map((await membersOf(store, organizationId)).map((account) => [account.accountId, account]));
  const left = wanted.filter(({ member }) => !isFinished(before.get(member.accountId), run));
  ports.begin(left.length, wanted.length - left.length);
  await someAtOnce(
    left,
    (member) => judgeOne(member, before.get(member.member.accountId), { organizationId, run }, ports),
    accountsAtOnce,
  );
  await store.writeOrganizationRun(organizationId, { ...run, closedAt: clock() });
}

const isFinished = (account: OrganizationAccount | undefined, { runId }: OrganizationRun): boolean =>
  account !== undefined && isDone(account, runId);

async function membersOf(store: OrganizationStore, id: OrganizationId): Promise<OrganizationAccount[]> {
  return (await store.readOrganization(id)).members.flatMap((item) => readMember(item) ?? []);
}

/** Says of a run that a machine, no stack, began it. */
const ofMachine = 'scan-';
const continuedDays = 0.5;

/** The request of the latest run where that was stopped a short time ago on a machine; else a new one. */
async function requestOf({ organizationId, terms, nonce }: OrganizationScan, { store, clock }: OrganizationScanPorts) {
  const stored = await store.readOrganizationRun(organizationId);
  const latest = stored && readOrganizationRun(stored);
  const request = latest?.runId.slice(latest.startedAt.length + 1);
  const isStopped =
    latest !== undefined && latest.closedAt === undefined && request?.startsWith(`${ofMachine}${terms}-`);
  const isRecent = latest !== undefined && daysBetween(latest.startedAt, clock()) < continuedDays;
  return isStopped && isRecent && request !== undefined ? request : `${ofMachine}${terms}-${nonce}`;
}

async function judgeOne(
  { member, news }: JudgedMember,
  before: OrganizationAccount | undefined,
  { organizationId, run }: { readonly organizationId: OrganizationId; readonly run: OrganizationRun },
  { store, judge, clock }: OrganizationScanPorts,
): Promise<void> {
  const settled = await inheritSettings({ organizationId, member, now: clock() }, store);
  const result: MemberResult = settled.kind === 'failed' ? { outcome: settled } : await judge(member);
  const { outcome, judged = before?.judged } = result;
  const owner = result.owner ?? (settled.kind === 'failed' ? before : settled.settings)?.owner;
  const entry = entryOf({ member, runId: run.runId, news }, outcome);
  await store.writeMember(organizationId, { ...entry, ...(owner && { owner }), ...(judged && { judged }) });
}

const shrunkWords = ({ from, to }: { readonly from: number; readonly to: number }) =>
  `AWS Organizations lists ${to} of the ${from} accounts that the table knows; nothing was written: check whose credentials these are`;

const supersededWords =
  'a run over the organization with a later start is in the table; nothing was judged: check the clock, or try again';
