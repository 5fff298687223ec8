import type { Failed, Failure } from '../../domain/answer.ts';
import type { Lookup } from '../../domain/backfill/backfill-plan.ts';
import { isFresh, type Question } from '../../domain/question.ts';
import type { Entry } from '../../domain/sightings/entry.ts';
import { areCredentialsGone } from '../../infra/aws/failure.ts';
import type { UserReading } from './look-up-user.ts';

/** What came of one Region's lookups. */
export interface RegionOutcome {
  /** Users still to be asked for; not those who never can be. */
  readonly remaining: number;
  readonly found: number;
  readonly writes: number;
  /** By the entry of the user: why its silence here proves nothing. */
  readonly unanswered: ReadonlyMap<Entry, string>;
  readonly failure: { readonly failure: Failure; readonly users: number } | undefined;
}

/** A Region that failed for so many users in a row, for each of them several times, is given up. */
const failuresInARow = 3;

/** Asking the same Region again, in this run or the next, would not help. */
const isLasting = ({ kind }: Failure): boolean => kind === 'denied' || kind === 'no-credentials';

/** The outcome of one Region while it grows. */
export class RegionTally {
  isGivenUp = false;
  writes = 0;
  private readonly question: Question;
  private readonly unanswered = new Map<Entry, string>();
  private remaining = 0;
  private found = 0;
  private failedUsers = 0;
  private inARow = 0;
  private failure: Failure | undefined;

  constructor(question: Question) {
    this.question = question;
  }

  answered({ entry }: Lookup, { sightings, lookedUp, unanswered }: UserReading): void {
    this.inARow = 0;
    if (sightings.length > 0) this.found++;
    if (unanswered !== undefined && isFresh(lookedUp.from, this.question)) this.unanswered.set(entry, unanswered);
  }

  /** Throws where the credentials are at their end: no other Region would fare better. */
  failed(lookup: Lookup, { failure, cause }: Failed): void {
    if (areCredentialsGone(failure)) throw cause;
    this.failure = failure;
    this.isGivenUp ||= isLasting(failure) || ++this.inARow >= failuresInARow;
    this.notAsked(lookup);
  }

  notAsked({ entry }: Lookup): void {
    this.failedUsers++;
    this.unanswered.set(entry, this.failure?.why ?? 'not asked yet');
    if (this.failure === undefined || !isLasting(this.failure)) this.remaining++;
  }

  outcome(): RegionOutcome {
    const { remaining, found, writes, unanswered, failure, failedUsers: users } = this;
    const isFailed = users > 0 && failure !== undefined;
    return { remaining, found, writes, unanswered, failure: isFailed ? { failure, users } : undefined };
  }
}
