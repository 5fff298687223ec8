import type { MemberAccount } from '../../../../domain/organization/member-account.ts';
import { refusedBy, skippedBy } from '../../../../domain/organization/unjudged-account.ts';
import { lostWords } from '../../../../domain/reconcile/lost-verdicts.ts';
import type { Settings } from '../../../../domain/settings/settings.ts';
import { countAssessments } from '../../../../domain/verdict/counts.ts';
import { areCredentialsGone, awsFailureOf } from '../../../../infra/aws/failure.ts';
import { readTerms } from '../../../accounts/read-terms.ts';
import { LiveFailure } from '../../../aws-unavailable.ts';
import { InputError } from '../../../input-error.ts';
import { shortLines } from '../../../organization/judged-account.ts';
import type { MemberResult } from '../../../organization/scan-organization.ts';
import { type ScannedAccount, scan } from '../../../scan/scan.ts';
import { openLiveSession } from '../../live-session.ts';
import type { OpenTable } from '../../open-table.ts';
import { askOne } from '../scan/scan-live.ts';
import type { ScanOptions } from '../scan/scan-options.ts';
import { watchedRegions } from '../scan/watched-regions.ts';
import type { OrganizationAccess } from './organization-access.ts';

/** What somebody does whose scan ended before its last account. */
export const howToGoOn = 'the same command goes on within twelve hours with the accounts that are not finished';

/** What the accounts of one scan are judged with. */
export interface JudgeContext {
  readonly access: OrganizationAccess;
  readonly table: OpenTable;
  readonly settings: Settings;
  readonly options: ScanOptions;
}

type Progress = Parameters<typeof askOne>[3];

/**
 * One account, as a live scan judges it. What fails is the account's outcome; the others go on. Throws LiveFailure
 * where our own credentials do not hold any more.
 */
export async function judgeMember(
  { accountId }: MemberAccount,
  context: JudgeContext,
  progress: Progress,
): Promise<MemberResult & { readonly changes: number }> {
  const terms = await readTerms(accountId, context.settings, context.table);
  // An account that people leave out may have no role: it is not asked.
  if (terms.kind === 'skipped') {
    progress.stop();
    return { outcome: skippedBy(terms.skip), changes: 0 };
  }
  const credentials = await context.access.enter(accountId);
  if (credentials.kind === 'failed') {
    const { failure, cause } = credentials;
    if (areCredentialsGone(failure)) throw credentialsGone(failure.why, cause);
    progress.stop();
    return { outcome: refusedBy(failure), changes: 0 };
  }
  try {
    return await judgeEntered(credentials.value, context, progress);
  } catch (error) {
    return { outcome: { kind: 'failed', why: wordsOf(error) }, changes: 0 };
  }
}

/** The others would fail in the same way: so the run stays open, and nobody is told that they could not be judged. */
const credentialsGone = (why: string, cause: unknown) =>
  new LiveFailure(`your AWS credentials do not hold any more (${why}); sign in again: ${howToGoOn}`, false, cause);

/** What of an account's failure is told. Throws again what is no failure of AWS. */
function wordsOf(error: unknown): string {
  if (error instanceof LiveFailure || error instanceof InputError) return error.message.slice(0, 300);
  const failure = awsFailureOf(error);
  if (failure === undefined) throw error;
  return `AWS gave no answer (${failure.why})`;
}

async function judgeEntered(
  credentials: Parameters<typeof openLiveSession>[0]['credentials'],
  { table, settings, options: { profile, regions } }: JudgeContext,
  progress: Progress,
): Promise<MemberResult & { readonly changes: number }> {
  const own = credentials === undefined && profile !== undefined ? { profile } : { credentials };
  const session = await openLiveSession({ ...own, ...(regions !== undefined && { regions }) }, 'one-of-many');
  try {
    const { inventory } = await askOne(session, settings, table, progress);
    const question = { ...settings.question, regions: watchedRegions(session.chosen.enabled, []) };
    const { accounts, changes } = await scan(
      undefined,
      inventory,
      { ...settings, question, keepsUnusedUsers: true },
      table,
    );
    const [account] = accounts;
    return { ...resultOf(account, inventory.missing, settings), changes };
  } finally {
    session.close();
  }
}

function resultOf(account: ScannedAccount | undefined, missing: readonly string[], settings: Settings): MemberResult {
  if (account === undefined) return { outcome: { kind: 'failed', why: 'nothing was judged' } };
  const { terms, assessments, lost } = account;
  if (terms.kind === 'skipped') return { outcome: skippedBy(terms.skip) };
  if (terms.kind === 'unreadable') {
    return { outcome: { kind: 'failed', why: `its settings (${terms.entry}) were written by a later version` } };
  }
  if (assessments.size === 0 && missing.length > 0) {
    return { outcome: { kind: 'failed', why: `IAM named none of its users: ${shortLines(missing).join('; ')}` } };
  }
  if (lost !== undefined) return { outcome: { kind: lost.isDenied ? 'refused' : 'failed', why: lostWords(lost) } };
  const { thresholdDays } = terms.question;
  const counts = countAssessments(assessments.values());
  return {
    outcome: { kind: 'judged' },
    judged: { at: settings.question.now, thresholdDays, counts, missing: shortLines(missing) },
  };
}
