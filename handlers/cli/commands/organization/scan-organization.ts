import { randomUUID } from 'node:crypto';
import type { MemberAccount } from '../../../../domain/organization/member-account.ts';
import type { Settings } from '../../../../domain/settings/settings.ts';
import { canonicalDigest } from '../../../canonical-digest.ts';
import { clockTime } from '../../../clock.ts';
import { scanOrganization } from '../../../organization/scan-organization.ts';
import type { ListSelection } from '../../../query/list-selection.ts';
import { countWords } from '../../../report/count-words.ts';
import { openLiveSession } from '../../live-session.ts';
import { remark } from '../../missing.ts';
import { openTable } from '../../open-table.ts';
import type { Output } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { beforeInterrupt } from '../../progress/before-interrupt.ts';
import { sharedLiveProgress } from '../../progress/live-progress.ts';
import type { ScanOptions } from '../scan/scan-options.ts';
import { howToGoOn, type JudgeContext, judgeMember } from './judge-account.ts';
import { answerOrganization } from './list-organization.ts';
import { openOrganization } from './organization-access.ts';
import { remarkStrangers } from './stranger-accounts.ts';
import { remarkUnapplied } from './unapplied-units.ts';

/** How the accounts are judged, and what of the answer is shown. */
export interface OrganizationScanSettings {
  readonly settings: Settings;
  readonly selection: ListSelection;
  readonly output: Output;
}

/** Judges every account of the organization, then answers as `list --organization` does. */
export async function runScanOrganization(
  options: ScanOptions,
  { settings, selection, output }: OrganizationScanSettings,
  context: ProgramContext,
): Promise<void> {
  await checkRegions(options);
  const access = await openOrganization(options);
  const { organizationId } = access;
  const table = await openTable(options, 'create').catch((error: unknown) => {
    access.close();
    throw error;
  });
  try {
    await remarkUnapplied(table, organizationId, options);
    const changes = await judgeAll({ access, table, settings, options });
    const asked = { organizationId, selection, options, failOn: settings.failOn, changes };
    await answerOrganization(table, asked, output, context);
  } finally {
    access.close();
    await table.close();
  }
}

/** A Region that our own account does not have is a slip: it would keep every account from being judged. */
async function checkRegions({ profile, regions }: ScanOptions): Promise<void> {
  if (regions === undefined) return;
  const session = await openLiveSession({ ...(profile !== undefined && { profile }), regions }, 'one-of-many');
  session.close();
}

/** Judges the accounts with progress. Returns how many changes that recorded. */
async function judgeAll(judging: JudgeContext): Promise<number> {
  const { access, table, settings, options } = judging;
  let progress: ReturnType<typeof sharedLiveProgress> | undefined;
  let changes = 0;
  const judge = async (member: MemberAccount) => {
    const account = progress?.ofAccount() ?? sharedLiveProgress({ quiet: true }, 1).ofAccount();
    const result = await judgeMember(member, judging, account);
    changes += result.changes;
    return { ...result, owner: settings.ofAccounts?.get(member.accountId)?.owner };
  };
  const begin = (accounts: number, finished: number) => {
    if (finished > 0) remark(`going on: ${countWords(finished, 'account')} finished before, ${accounts} left`, options);
    progress = sharedLiveProgress(options, accounts);
  };
  const listAccounts = async () => {
    const listed = await access.listAccounts();
    remarkStrangers(settings.ofAccounts, listed.accounts, options);
    return listed;
  };
  const { organizationId } = access;
  const { thresholdDays } = settings.question;
  const scan = { organizationId, thresholdDays, terms: termsOf(judging), nonce: randomUUID() };
  const forget = beforeInterrupt(() => {
    // First: the bar clears its line.
    progress?.stop();
    remark(`stopped; ${howToGoOn}`, options);
  });
  await scanOrganization(scan, { store: table, clock: clockTime, listAccounts, judge, begin }).finally(() => {
    progress?.stop();
    forget();
  });
  return changes;
}

/** What decides over the verdicts: a scan by other terms does not go on with the accounts of this one. */
function termsOf({
  settings: { question, exemptions, ofAccounts },
  options: { regions, roleName },
}: JudgeContext): string {
  const terms = {
    threshold: question.thresholdDays,
    exemptions,
    ofAccounts: [...(ofAccounts ?? [])],
    regions,
    roleName,
  };
  return canonicalDigest(terms).slice(0, 12);
}
