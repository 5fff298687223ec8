import pMap from 'p-map';
import { type Failure, mayPass } from '../domain/answer.ts';
import type { IamUser } from '../domain/inventory/iam-user.ts';
import type { Question } from '../domain/question.ts';
import { usersToAskAbout } from '../domain/reconcile/users-to-ask-about.ts';
import { servicesNotAsked, type UnansweredServices, unansweredServices } from '../domain/services/services-words.ts';
import type { StoredAccount } from '../domain/table/stored-account.ts';
import type { AskServices } from '../infra/aws/iam/iam-services.ts';
import type { LastSeenTable } from '../infra/ports/last-seen-table.ts';
import { keepServices } from './keep-services.ts';

/** What asking for services last accessed reads and changes outside. */
export interface ServicesPorts {
  readonly table: Pick<LastSeenTable, 'apply'>;
  /** Undefined where the settings say that nobody is to be asked about. */
  readonly askServices: AskServices | undefined;
  readonly servicesProgress: ServicesProgress;
}

export interface ServicesProgress {
  /** Called before the first user, with how many there are; not where there are none. */
  start(users: number): void;
  /** Called after each user. */
  done(): void;
}

export interface AskedServices {
  /** The account with the new answers. */
  readonly stored: StoredAccount;
  readonly writes: number;
  /** What was not answered, in words. No verdict depends on it. */
  readonly missing: readonly string[];
}

/** Jobs that run side by side. A job takes some seconds, and the pace lets about one begin each second. */
const jobsAtOnce = 12;

/** After so many users in a row without an answer that another try may bring, no more are asked. */
const failuresInARow = 3;

/**
 * Asks IAM which services the users in question accessed, as long as there is time. The table keeps each answer as it
 * comes, so an interrupted run goes on where it stopped. A refusal holds for everybody. Throws where the table fails.
 */
export async function askForServices(
  users: readonly IamUser[],
  stored: StoredAccount,
  question: Question,
  ports: ServicesPorts,
  hasTime: () => boolean,
): Promise<AskedServices> {
  const { askServices, servicesProgress } = ports;
  if (askServices === undefined) return { stored, writes: 0, missing: [] };
  const asked = usersToAskAbout(stored, users, question).services.filter(({ userId }) => userId !== undefined);
  if (asked.length > 0) servicesProgress.start(asked.length);
  const services = new Map(stored.services);
  const tally = new Tally();
  const fatal: unknown[] = [];
  const ask = async (user: IamUser) => {
    if (fatal.length > 0 || tally.isOver || !hasTime()) return tally.notAsked();
    const answer = await askServices(user);
    if (answer.kind === 'failed') tally.failed(user, answer.failure);
    else {
      tally.answered();
      await keepServices(user, answer.value, services, ports.table).catch((error: unknown) => fatal.push(error));
    }
    servicesProgress.done();
  };
  await pMap(asked, ask, { concurrency: jobsAtOnce });
  if (fatal.length > 0) throw fatal[0];
  return { stored: { ...stored, services }, writes: tally.kept, missing: tally.missing() };
}

/** Counts the answers, and ends the asking where more would fail. */
class Tally {
  kept = 0;
  private lasting: Failure | undefined;
  private inARow = 0;
  private left = 0;
  private readonly unanswered: UnansweredServices[] = [];

  get isOver(): boolean {
    return this.lasting !== undefined || this.inARow >= failuresInARow;
  }

  answered(): void {
    this.kept++;
    this.inARow = 0;
  }

  failed({ userName }: IamUser, failure: Failure): void {
    this.unanswered.push({ userName, failure });
    if (failure.kind === 'denied' || failure.kind === 'no-credentials') this.lasting = failure;
    if (mayPass(failure)) this.inARow++;
  }

  notAsked(): void {
    this.left++;
  }

  missing(): string[] {
    return [...unansweredServices(this.unanswered), ...servicesNotAsked(this.left, this.isOver)];
  }
}
