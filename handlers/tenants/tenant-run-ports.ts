import type { Failure } from '../../domain/answer.ts';
import type { Question } from '../../domain/question.ts';
import type { RunQuestion } from '../../domain/reconcile/run-plan.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { LatestRun } from '../../infra/ports/latest-run.ts';
import type { RunLease } from '../../infra/ports/run-lease.ts';
import type { KeptAnswers } from '../../infra/ports/tenants/kept-answers.ts';
import type { RunActPorts } from '../reconcile/reconcile-ports.ts';
import type { Inventory } from '../scan/read-inventory.ts';
import type { TrailReading } from '../trail/trail-reading.ts';
import type { Remember } from './remembering.ts';

/** One invocation: the question, and whether a run is asked for. */
export interface TenantRequest
  extends Pick<RunQuestion, 'accountId' | 'stackName' | 'tableName' | 'question' | 'exemptions'> {
  /** The same for every attempt of one invocation. */
  readonly requestId: string;
  /** Whether the daily schedule, or a person, asks for a run now. */
  readonly isAsked: boolean;
  /** A person confirmed that a list of less than half of the last run's users is right. */
  readonly acceptShrunkInventory: boolean;
  /** Whether there is still time for a request to the tenant. */
  readonly hasTimeToRead: () => boolean;
  /** Whether there is still time to judge and to write. */
  readonly hasTimeToJudge: () => boolean;
}

/** What the daily run reads a tenant with. */
export interface Reading {
  readonly stored: StoredAccount;
  /** As of when the run began. No answer is older, so it is the time of every list: an earlier time proves less. */
  readonly question: Question;
  readonly remember: Remember;
}

/** What was read of a tenant. */
export interface ReadTenant {
  /** Its users, each with what keeps its silence from being proven, and what could not be read, in words. */
  readonly inventory: Pick<Inventory, 'users' | 'missing' | 'regionsOf'>;
  /** Its log, as far as the table lacks it; undefined where none was read. */
  readonly log: TrailReading | undefined;
  /** Why a list is not whole: for a while the run waits, and does not judge by it. */
  readonly failures: readonly Failure[];
}

/** What the daily run over a tenant needs from outside. What cannot be reached throws, unless it says never. */
export interface TenantRunPorts extends Omit<RunActPorts, 'alarms'> {
  readonly lease: RunLease;
  readonly answers: KeptAnswers;
  /** The latest run that was finished. */
  readonly latest: LatestRun;
  /** Reads the tenant by the same flow as the command line. Throws OutOfTime, and where answers cannot be kept. */
  readonly readTenant: (reading: Reading) => Promise<ReadTenant>;
}
