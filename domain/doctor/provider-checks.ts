/** Checks of what a function of another identity provider needs: its secret, its schedules, its log. */

import { ago } from '../ago.ts';
import type { Answer } from '../answer.ts';
import { plainText } from '../plain-text.ts';
import { daysBetween, type Instant } from '../time.ts';
import { examine, type Finding, fail, ok, warn } from './finding.ts';

/** A secret as its store describes it. Nobody reads its value for a check. */
export type SecretFacts =
  | { readonly kind: 'absent' }
  | { readonly kind: 'deleted' }
  | {
      readonly kind: 'kept';
      /** When its value was last set; undefined where the store does not say so. */
      readonly changedAt: Instant | undefined;
      /** A parameter of SSM may be text that everybody with access to parameters reads. */
      readonly isEncrypted: boolean;
    };

/** A schedule of EventBridge Scheduler; the state is undefined where there is none. */
export interface ScheduleFacts {
  readonly name: string;
  readonly state: string | undefined;
}

/** What there is beside the function itself. */
export interface ProviderFacts {
  readonly check: 'entra' | 'google';
  /** The ARN that the stack was given; empty where it was given none. */
  readonly secretArn: string;
  /** Undefined where no ARN was given. */
  readonly secret: Answer<SecretFacts> | undefined;
  readonly schedules: readonly Answer<ScheduleFacts>[];
  /** The name of the function's log group, and whether it is there. */
  readonly log: Answer<{ readonly name: string; readonly isThere: boolean }>;
}

/** Entra ID lets a client secret live for two years, and Google advises to renew a key each 90 days. */
const oldDays = 365;

/** Checks that the secret is there and not old, that both schedules are enabled, and that there is a log. */
export function checkProvider(facts: ProviderFacts, now: Instant): readonly Finding[] {
  const { check, schedules, log } = facts;
  return [
    ...checkSecret(facts, now),
    ...schedules.flatMap((schedule) => examine(check, schedule, (found) => [checkSchedule(check, found)])),
    ...examine(check, log, ({ name, isThere }) => {
      const says = `its log ${plainText(name)} is ${isThere ? 'there' : 'gone: nothing tells why a run failed'}`;
      return [isThere ? ok(check, says) : fail(check, says, again)];
    }),
  ];
}

const again = 'deploy again: npm run deploy';

function checkSecret({ check, secretArn, secret }: ProviderFacts, now: Instant): readonly Finding[] {
  const name = check === 'entra' ? 'EntraSecretArn' : 'GoogleSecretArn';
  if (secret === undefined) return [fail(check, `${name} is not given, so nothing opens the tenant`, `give ${name}`)];
  const where = `the secret ${plainText(secretArn)}`;
  return examine(check, secret, (found) => {
    switch (found.kind) {
      case 'absent':
        return [fail(check, `${where} is not there`, `store it, or give another ${name}`)];
      case 'deleted':
        return [fail(check, `${where} is scheduled for deletion`, 'aws secretsmanager restore-secret --secret-id ARN')];
      case 'kept':
        return [checkKept(check, where, found, now)];
      default:
        return found satisfies never;
    }
  });
}

function checkKept(
  check: string,
  where: string,
  { changedAt, isEncrypted }: Extract<SecretFacts, { kind: 'kept' }>,
  now: Instant,
): Finding {
  if (!isEncrypted) return warn(check, `${where} is stored as plain text`, 'store it as a SecureString');
  if (changedAt === undefined) return ok(check, `${where} is there`);
  const says = `${where} was last changed ${ago(changedAt, now)}`;
  return daysBetween(changedAt, now) <= oldDays
    ? ok(check, says)
    : warn(check, says, 'make a new one before the provider ends it, and store it in its place');
}

function checkSchedule(check: string, { name, state }: ScheduleFacts): Finding {
  const says = `the schedule ${plainText(name)} is ${plainText(state?.toLowerCase() ?? 'gone')}`;
  return state === 'ENABLED' ? ok(check, says) : fail(check, `${says}, so no run begins or goes on`, again);
}
