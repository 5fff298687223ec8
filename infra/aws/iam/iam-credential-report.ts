/** Gets the credential report from IAM. */

import {
  CredentialReportExpiredException,
  CredentialReportNotPresentException,
  CredentialReportNotReadyException,
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { parse } from 'csv-parse/sync';
import { type Answer, answered, type Failed, failed, failedAt, unusable } from '../../../domain/answer.ts';
import { type CredentialReport, readReport, rowsOfTable } from '../../../domain/inventory/credential-report.ts';
import { type Instant, instantOfEpochMs } from '../../../domain/time.ts';
import { tryAsk } from '../answer.ts';

export type Sleep = (ms: number) => Promise<void>;

/** Seconds to wait before each attempt, five minutes in all. Most reports are ready at the second attempt. */
const pausesS = [0, 2, 4, 8, 16, 30, 60, 60, 60, 60] as const;

/**
 * Requests a new report and waits for it. IAM makes one at most every four hours and returns the last one in between. A
 * throttled request and an unfinished report are tried again until the time is over; a refusal is not.
 */
export async function gatherReport(client: IAMClient, sleep: Sleep): Promise<Answer<CredentialReport>> {
  let made: Answer<string> | undefined;
  let answer: ReportAnswer | undefined;
  for (const pauseS of pausesS) {
    await sleep(pauseS * 1000);
    if (made?.kind !== 'answered' || made.value !== 'COMPLETE') made = await startReport(client);
    answer = await getReport(client);
    if (answer.kind === 'answered' || answer.next === 'give-up') return answer;
    if (made.kind === 'failed' && made.failure.kind === 'denied') return cannotGenerate(made);
    if (answer.next === 'make') made = undefined;
  }
  return answer ?? failed(unusable('no request was sent to IAM'));
}

const cannotGenerate = ({ failure, action, cause }: Failed) =>
  failed(failedAt('GenerateCredentialReport', failure), action, cause);

/** Requests a new report; returns `COMPLETE` or another state. Without a new one there may still be an older report. */
export function startReport(client: IAMClient): Promise<Answer<string>> {
  return tryAsk('iam:GenerateCredentialReport', async () => {
    return (await client.send(new GenerateCredentialReportCommand({}))).State ?? 'no state';
  });
}

/** An answer, or a failure with what may help: read again, request a new report, or nothing. */
type ReportAnswer = Exclude<Answer<CredentialReport>, Failed> | (Failed & { readonly next: Next });
type Next = 'look' | 'make' | 'give-up';

async function getReport(client: IAMClient): Promise<ReportAnswer> {
  const answer = await tryAsk('iam:GetCredentialReport', () => client.send(new GetCredentialReportCommand({})));
  if (answer.kind === 'failed') return { ...answer, next: nextStep(answer) };
  const { Content: content, GeneratedTime: time } = answer.value;
  const csv = new TextDecoder().decode(content ?? new Uint8Array());
  const report = readCsv(csv, time === undefined ? undefined : instantOfEpochMs(time.getTime()));
  return report.kind === 'failed' ? { ...report, next: 'give-up' } : report;
}

/** Reads the report as IAM sends it. A row that cannot be read counts as missing. */
function readCsv(csv: string, generatedAt: Instant | undefined): Answer<CredentialReport> {
  const cells = cellsOf(csv);
  if (cells === undefined) return failed(unusable('the report is not a CSV'));
  const rows = rowsOfTable(cells);
  if (rows.kind === 'ok') return answered(readReport(rows.value, generatedAt).report);
  return failed(unusable(rows.problems.map(({ field, todo }) => `${field}: ${todo}`).join('; ')));
}

function cellsOf(csv: string): string[][] | undefined {
  try {
    return parse(csv, { relax_column_count: true, skip_empty_lines: true, bom: true });
  } catch {
    return undefined;
  }
}

/** A call that took too long may succeed the next time; waiting does not help with a refused connection. */
function nextStep({ failure, cause }: Failed): Next {
  if (cause instanceof CredentialReportNotPresentException || cause instanceof CredentialReportExpiredException) {
    return 'make';
  }
  const isLate = failure.kind === 'throttled' || failure.why === 'TimeoutError';
  return isLate || cause instanceof CredentialReportNotReadyException ? 'look' : 'give-up';
}
