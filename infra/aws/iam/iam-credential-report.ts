import {
  CredentialReportExpiredException,
  CredentialReportNotPresentException,
  CredentialReportNotReadyException,
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { GatheredInventory } from '../../../domain/inventory/gathered-inventory.ts';
import type { CredentialReport } from '../../../domain/inventory/join-inventory.ts';
import { instantOfEpochMs } from '../../../domain/time.ts';
import { failureWords } from '../failure.ts';
import { readReportCsv } from './credential-report-csv.ts';

export type Sleep = (ms: number) => Promise<void>;

/** Seconds before each look at the report, five minutes in all; most reports are there at the second look. */
const pausesS = [0, 2, 4, 8, 16, 30, 60, 60, 60, 60] as const;

/**
 * Has the report made and waits for it. IAM makes one at most every four hours and answers the last one in between. A
 * throttled or half-made report is asked for again until the time is over; a refusal is not.
 */
export async function gatherReport(client: IAMClient, sleep: Sleep): Promise<GatheredInventory['report']> {
  let made: string | undefined;
  let failure = '';
  for (const pauseS of pausesS) {
    await sleep(pauseS * 1000);
    if (made !== 'COMPLETE') made = await generate(client);
    const answer = await getReport(client);
    if ('value' in answer) return answer;
    failure = answer.failure;
    if (answer.next === 'give-up') break;
    if (made === 'AccessDenied') return { failure: `GenerateCredentialReport: ${made}` };
    if (answer.next === 'make') made = undefined;
  }
  return { failure };
}

/** `COMPLETE`, another state, or what went wrong: a report may be there all the same. */
async function generate(client: IAMClient): Promise<string> {
  try {
    return (await client.send(new GenerateCredentialReportCommand({}))).State ?? 'no state';
  } catch (error) {
    return failureWords(error);
  }
}

/** No report, why, and what may help: to look again, to have one made again, or nothing. */
interface NoReport {
  readonly failure: string;
  readonly next: 'look' | 'make' | 'give-up';
}

async function getReport(client: IAMClient): Promise<{ readonly value: CredentialReport } | NoReport> {
  try {
    const { Content: content, GeneratedTime: time } = await client.send(new GetCredentialReportCommand({}));
    const csv = new TextDecoder().decode(content ?? new Uint8Array());
    const report = readReportCsv(csv, time === undefined ? undefined : instantOfEpochMs(time.getTime()));
    return typeof report === 'string' ? { failure: report, next: 'give-up' } : { value: report };
  } catch (error) {
    return { failure: failureWords(error), next: nextStep(error) };
  }
}

function nextStep(error: unknown): NoReport['next'] {
  if (error instanceof CredentialReportNotPresentException || error instanceof CredentialReportExpiredException) {
    return 'make';
  }
  const mayPass = /^Thrott|TooManyRequests|ServiceFailure|ServiceUnavailable|InternalFailure|Timeout/.test(
    failureWords(error),
  );
  return mayPass || error instanceof CredentialReportNotReadyException ? 'look' : 'give-up';
}
