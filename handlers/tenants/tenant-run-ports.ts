import type { Failure } from '../../domain/answer.ts';
import type { Region } from '../../domain/ids.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import type { Question } from '../../domain/question.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { Instant } from '../../domain/time.ts';
import type { LatestRun } from '../../infra/ports/latest-run.ts';
import type { RunLease } from '../../infra/ports/run-lease.ts';
import type { KeptAnswers } from '../../infra/ports/tenants/kept-answers.ts';
import type { RunActPorts } from '../reconcile/reconcile-ports.ts';
import type { Remember } from './remembering.ts';

/** What the daily run reads a tenant with. */
export interface Reading {
  readonly stored: StoredAccount;
  readonly question: Question;
  /** When the run began. No answer is older, so it is the time of every list: an earlier time proves less. */
  readonly startedAt: Instant;
  readonly remember: Remember;
}

/** The users of a tenant, each with what keeps its silence from being proven. */
export interface ReadTenant {
  readonly users: readonly IamUser[];
  /** What could not be read, in words. */
  readonly missing: readonly string[];
  /** The streams of the sign-in log that silence must be watched in; undefined where there is no log. */
  readonly regions: readonly Region[] | undefined;
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
