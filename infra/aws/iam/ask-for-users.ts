import pMap from 'p-map';
import pThrottle from 'p-throttle';
import { type Answer, failed, unusable } from '../../../domain/answer.ts';
import type { IamUser } from '../../../domain/inventory/iam-user.ts';
import { readPages } from '../iam-pages.ts';

/** IAM's rates are low and undocumented: 5,000 users take about 8 minutes at this pace. */
export const callsASecond = 10;

/** A list that IAM gives of one user at a time. */
export interface ListOfUser<Page, T> {
  /** The action that a policy must allow. */
  readonly action: string;
  /** Requests one page. */
  readonly fetch: (userName: string, marker: string | undefined) => Promise<Page>;
  /** Reads all pages of a user, as JSON has them. */
  readonly read: (pages: readonly unknown[]) => Answer<T>;
}

/** An answer that has no list in it. */
export const withoutList = failed(unusable('the answer has no keys in it'));

/**
 * Asks IAM for the list of each user, which takes a call for each, as long as there is time. A user who was not asked
 * about is not among the answers. Never throws: each failure is in the answer. A refusal holds for everybody, so nobody
 * more is asked after it.
 */
export async function askForUsers<Page extends { IsTruncated?: boolean | undefined; Marker?: string | undefined }, T>(
  users: readonly IamUser[],
  { action, fetch, read }: ListOfUser<Page, T>,
  hasTime: () => boolean,
): Promise<ReadonlyMap<IamUser, Answer<T>>> {
  const answers = new Map<IamUser, Answer<T>>();
  const inPace = pThrottle({ limit: callsASecond, interval: 1000, strict: true });
  const ask = inPace(fetch);
  const listOf = async ({ userName }: IamUser): Promise<Answer<T>> => {
    const { pages, failure } = await readPages((marker) => ask(userName, marker));
    if (failure !== undefined) return failed(failure, action);
    return read(JSON.parse(JSON.stringify(pages)) as unknown[]);
  };
  let refusal: Answer<T> | undefined;
  const askFor = async (user: IamUser) => {
    if (refusal === undefined && !hasTime()) return;
    const answer = refusal ?? (await listOf(user));
    if (answer.kind === 'failed' && answer.failure.kind === 'denied') refusal = answer;
    answers.set(user, answer);
  };
  await pMap(users, askFor, { concurrency: callsASecond });
  return answers;
}
