/** Asks IAM which services a user accessed. */

import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  GetUserCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { type Answer, type Failure, failed, unusable } from '../../../domain/answer.ts';
import type { IamUser } from '../../../domain/inventory/iam-user.ts';
import { readServices } from '../../../domain/services/read-services.ts';
import type { ServicesAccessed } from '../../../domain/services/services-accessed.ts';
import { type Pace, paceOf } from '../client-pace.ts';
import { failureOf } from '../failure.ts';
import { readPages } from '../iam-pages.ts';
import type { Sleep } from './iam-credential-report.ts';

/**
 * Four calls a second, retries included: no second has more than five. IAM's rates are undocumented, and it throttles
 * these calls.
 */
export const servicesEveryMs = 251;

/**
 * GetUser, the job, its answer, GetUser again. A job about a group or policy would answer about each of its users, in a
 * call for each service. But it lists only the services of this group or policy, and no Regions. So each user who stays
 * in question, and most do, would need an own job all the same: that is more calls, not fewer.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetailsWithEntities.html
 */
const callsOfUser = 4;

/** About how many seconds it takes to ask about so many users. */
export const secondsForServices = (users: number): number => Math.ceil((users * callsOfUser * servicesEveryMs) / 1000);

/** A job usually ends within seconds. One that does not end in about a minute is given up. */
const waitsMs = [1000, 3000, 8000, 15_000, 30_000];

/** Asks about one user. Never throws: each failure is in the answer. */
export type AskServices = (user: IamUser) => Promise<Answer<ServicesAccessed>>;

/**
 * Asks IAM about one user at a time, at the pace of all calls together. IAM's answer does not name the user, and a job
 * belongs to the name in an ARN. So the name must belong to the same unique id before the job and after it.
 */
export function iamServices(client: IAMClient, everyMs: number, sleep: Sleep): AskServices {
  keepPace(client, paceOf(everyMs));
  return async (user) => {
    try {
      return await answerAbout(user, client, sleep);
    } catch (error) {
      return failed(failureOf(error), 'iam:GetServiceLastAccessedDetails', error);
    }
  };
}

function keepPace(client: IAMClient, inPace: Pace): void {
  client.middlewareStack.add((next) => (args) => inPace(() => next(args)), {
    name: 'keepPace',
    step: 'finalizeRequest',
    priority: 'low',
  });
}

async function answerAbout(user: IamUser, client: IAMClient, sleep: Sleep): Promise<Answer<ServicesAccessed>> {
  if (!(await isStillCalled(user, client))) return nameOfAnother;
  const job = new GenerateServiceLastAccessedDetailsCommand({ Arn: user.arn, Granularity: 'SERVICE_LEVEL' });
  const { JobId } = await client.send(job);
  const { pages, failure } = await pagesOfJob(JobId, client, sleep);
  if (failure !== undefined) return failed(failure, 'iam:GetServiceLastAccessedDetails');
  if (!(await isStillCalled(user, client))) return nameOfAnother;
  const json = JSON.parse(JSON.stringify(pages)) as unknown[];
  const subject = { accountId: user.accountId, userName: undefined };
  return readServices(json, subject) ?? failed(unusable('the answer has no status'));
}

const nameOfAnother = failed(unusable('the name belongs to another user by now'));

async function isStillCalled({ userName, userId }: IamUser, client: IAMClient): Promise<boolean> {
  const { User } = await client.send(new GetUserCommand({ UserName: userName }));
  return userId !== undefined && User?.UserId === userId;
}

/** The pages of a job, once it has ended: also with a failure, which stands in the pages. */
async function pagesOfJob(
  JobId: string | undefined,
  client: IAMClient,
  sleep: Sleep,
): Promise<{ readonly pages: readonly unknown[]; readonly failure: Failure | undefined }> {
  for (const waitMs of waitsMs) {
    await sleep(waitMs);
    const answer = await readPages((Marker) =>
      client.send(new GetServiceLastAccessedDetailsCommand({ JobId, MaxItems: 1000, Marker })),
    );
    if (answer.failure !== undefined || answer.pages[0]?.JobStatus !== 'IN_PROGRESS') return answer;
  }
  return { pages: [], failure: unusable('the job did not end in a minute') };
}
