import {
  CredentialReportExpiredException,
  CredentialReportNotPresentException,
  CredentialReportNotReadyException,
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { type Answer, type Failed, failed, failedAt, unusable } from '../../../domain/answer.ts';
import type { CredentialReport } from '../../../domain/inventory/credential-report.ts';
import { instantOfEpochMs } from '../../../domain/time.ts';
import { tryAsk } from '../answer.ts';
import { readReportCsv } from './credential-report-csv.ts';

export type Sleep = (ms: number) => Promise<void>;

/** Seconds before each look at the report, five minutes in all; most reports are there at the second look. */
const pausesS = [0, 2, 4, 8, 16, 30, 60, 60, 60, 60] as const;

/**
 * Has the report made and waits for it. IAM makes one at most every four hours and answers the last one in between. A
 * throttled or half-made report is asked for again until the time is over; a refusal is not.
 */
export async function gatherReport(client: IAMClient, sleep: Sleep): Promise<Answer<CredentialReport>> {
  let made: Answer<string> | undefined;
  let answer: ReportAnswer | undefined;
  for (const pauseS of pausesS) {
    await sleep(pauseS * 1000);
    if (made?.kind !== 'answered' || made.value !== 'COMPLETE') made = await generate(client);
    answer = await getReport(client);
    if (answer.kind === 'answered' || answer.next === 'give-up') return answer;
    if (made.kind === 'failed' && made.failure.kind === 'denied') return madeByNobody(made);
    if (answer.next === 'make') made = undefined;
  }
  return answer ?? failed(unusable('IAM was not asked'));
}

const madeByNobody = ({ failure, action, cause }: Failed) =>
  failed(failedAt('GenerateCredentialReport', failure), action, cause);

/** `COMPLETE` or another state. A report may be there also where none can be made. */
function generate(client: IAMClient): Promise<Answer<string>> {
  return tryAsk('iam:GenerateCredentialReport', async () => {
    return (await client.send(new GenerateCredentialReportCommand({}))).State ?? 'no state';
  });
}

/** Where there is no report, what may help: to look again, to have one made again, or nothing. */
type ReportAnswer = Exclude<Answer<CredentialReport>, Failed> | (Failed & { readonly next: Next });
type Next = 'look' | 'make' | 'give-up';

async function getReport(client: IAMClient): Promise<ReportAnswer> {
  const answer = await tryAsk('iam:GetCredentialReport', () => client.send(new GetCredentialReportCommand({})));
  if (answer.kind === 'failed') return { ...answer, next: nextStep(answer) };
  const { Content: content, GeneratedTime: time } = answer.value;
  const csv = new TextDecoder().decode(content ?? new Uint8Array());
  const report = readReportCsv(csv, time === undefined ? undefined : instantOfEpochMs(time.getTime()));
  if (report.kind === 'ok') return { kind: 'answered', value: report.value };
  const why = report.problems.map(({ field, todo }) => `${field} ${todo}`).join('; ');
  return { ...failed(unusable(why)), next: 'give-up' };
}

/** A call that took too long may be answered the next time; a connection that is refused is not made by waiting. */
function nextStep({ failure, cause }: Failed): Next {
  if (cause instanceof CredentialReportNotPresentException || cause instanceof CredentialReportExpiredException) {
    return 'make';
  }
  const isLate = failure.kind === 'throttled' || failure.why === 'TimeoutError';
  return isLate || cause instanceof CredentialReportNotReadyException ? 'look' : 'give-up';
}
