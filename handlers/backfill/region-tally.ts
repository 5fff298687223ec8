/** Counts the lookups of one Region, and gives it up after failures. */

import type { Failed, Failure } from '../../domain/answer.ts';
import type { Lookup } from '../../domain/backfill/backfill-plan.ts';
import { isFresh, type Question } from '../../domain/question.ts';
import type { Entry } from '../../domain/sightings/entry.ts';
import { areCredentialsGone } from '../../infra/aws/failure.ts';
import type { UserReading } from './look-up-user.ts';

/** The result of one Region's lookups. */
export interface RegionOutcome {
  /** How many users are still to look up, without those for whom another try would fail as well. */
  readonly remaining: number;
  readonly found: number;
  readonly writes: number;
  /** By the entry of the user: why its silence here proves nothing. */
  readonly unanswered: ReadonlyMap<Entry, string>;
  readonly failure: { readonly failure: Failure; readonly users: number } | undefined;
}

/** A Region is given up after it failed for this many users in a row, each with several tries. */
const failuresInARow = 3;

/** Whether another lookup in the same Region would fail too, in this run and the next. */
const isLasting = ({ kind }: Failure): boolean => kind === 'denied' || kind === 'no-credentials';

/** Counts the result of one Region. */
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

  /** Counts a failed lookup. Throws where the credentials are gone: every other Region would fail too. */
  failed(lookup: Lookup, { failure, cause }: Failed): void {
    if (areCredentialsGone(failure)) throw cause;
    this.failure = failure;
    this.isGivenUp ||= isLasting(failure) || ++this.inARow >= failuresInARow;
    this.notLookedUp(lookup);
  }

  notLookedUp({ entry }: Lookup): void {
    this.failedUsers++;
    this.unanswered.set(entry, this.failure?.why ?? 'not looked up yet');
    if (this.failure === undefined || !isLasting(this.failure)) this.remaining++;
  }

  outcome(): RegionOutcome {
    const { remaining, found, writes, unanswered, failure, failedUsers: users } = this;
    const isFailed = users > 0 && failure !== undefined;
    return { remaining, found, writes, unanswered, failure: isFailed ? { failure, users } : undefined };
  }
}
