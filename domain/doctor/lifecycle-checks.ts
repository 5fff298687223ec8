/** Checks of the stages that plan and act: what the stack was asked for, and how the way out of users stands. */

import { type Answer, mapAnswer } from '../answer.ts';
import { isHeardNow } from '../coverage/listened-days.ts';
import type { Watch } from '../coverage/watch.ts';
import type { Region } from '../ids.ts';
import { brakeWords } from '../lifecycle/guards.ts';
import type { LifecycleEntries } from '../lifecycle/lifecycle.ts';
import { plainText } from '../plain-text.ts';
import { daysBetween, type Instant } from '../time.ts';
import { checkEvidence, type EvidenceFacts } from './evidence-checks.ts';
import { examine, type Finding, fail, ok, warn } from './finding.ts';
import { checkOwnersHear, type OwnersFacts } from './owner-checks.ts';
import type { RoleFacts } from './permission-checks.ts';
import type { RuleFacts } from './rule-checks.ts';

/** What there is of a stage beyond `off`. */
export interface LifecycleFacts {
  /** `plan`, `quarantine` or a later one. */
  readonly stage: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** When the latest plan was made. */
  readonly planned: Answer<Instant | undefined>;
  readonly entries: Answer<LifecycleEntries>;
  /** The rule that has returns finished; undefined where the stack has none. */
  readonly returns: Answer<RuleFacts> | undefined;
  /** The key and the bucket of the records of acts. */
  readonly evidence: EvidenceFacts;
  readonly hearing: OwnersFacts;
}

/** The function plans once a day at least; its alarm follows three hours later. */
const lateHours = 27;
const again = 'deploy again: npm run deploy';

/** Checks a stage that plans or acts. Nothing is said of a stack that does neither. */
export function checkLifecycle(
  facts: LifecycleFacts,
  roles: readonly Answer<RoleFacts>[],
  watches: Answer<ReadonlyMap<Region, Watch>>,
  regions: readonly Region[],
  now: Instant,
): readonly Finding[] {
  const { stage, parameters, planned, entries, returns, evidence, hearing } = facts;
  const isActing = stage !== 'plan';
  return [
    ...examine('plan', planned, (asOf) => [checkPlan(asOf, now)]),
    ...examine(
      'brake',
      mapAnswer(entries, ({ brake }) => brakeWords(brake)),
      checkBrake,
    ),
    ...examine('listening', mapAnswer(entries, quarantinedIn), (quarantined) =>
      examine(
        'listening',
        mapAnswer(watches, (each) => isHeardNow(each, { now, regions })),
        (isHeard) => [checkListening(quarantined, isHeard)],
      ),
    ),
    ...checkOwnersHear(hearing),
    ...(isActing ? [...checkReturns(returns), ...checkPeople(parameters), ...checkRecords(parameters)] : []),
    ...(isActing ? [...checkEvidence(evidence, roles), unproven] : []),
  ];
}

function checkPlan(asOf: Instant | undefined, now: Instant): Finding {
  const todo = 'see the alarm lifecycle-errors, and the log of the function lifecycle';
  if (asOf === undefined) return warn('plan', 'no plan was made yet: the function makes one within the hour', todo);
  const says = `the latest plan is of ${asOf}`;
  return daysBetween(asOf, now) * 24 > lateHours
    ? fail('plan', `${says}, more than a day ago`, todo)
    : ok('plan', says);
}

function checkBrake(words: readonly string[]): Finding[] {
  if (words.length === 0) return [ok('brake', 'nobody stopped the account')];
  return [warn('brake', plainText(words.join('; ')), 'lastseen resume --reason TEXT lets it go on')];
}

const quarantinedIn = ({ users }: LifecycleEntries): number =>
  [...users.values()].filter(({ lifecycle }) => lifecycle?.state === 'quarantined').length;

function checkListening(quarantined: number, isHeard: boolean): Finding {
  if (quarantined === 0) return ok('listening', 'nobody is quarantined');
  if (isHeard) return ok('listening', `${quarantined} quarantined users are heard in every Region`);
  const says = `${quarantined} users are quarantined, and not every Region is watched: a call of theirs may go unheard`;
  return fail('listening', says, 'see the checks proof and forwarding');
}

function checkReturns(returns: LifecycleFacts['returns']): readonly Finding[] {
  const loss = 'a restore waits for the next plan, and holds have no record';
  if (returns === undefined) return [fail('returns', `the stack has no rule on returns: ${loss}`, again)];
  return examine('returns', returns, ({ name, state, targets }) => {
    const isWhole = state === 'ENABLED' && targets.length > 0;
    const said = plainText(name);
    return [
      isWhole ? ok('returns', `${said} has returns finished`) : fail('returns', `${said} is off: ${loss}`, again),
    ];
  });
}

/** Who is told, and who may approve. */
function checkPeople(parameters: LifecycleFacts['parameters']): Finding[] {
  const isGiven = (name: string) => (parameters.get(name) ?? '') !== '';
  const owners = isGiven('FallbackOwner')
    ? ok('owners', `users without an owner are those of ${plainText(parameters.get('FallbackOwner') ?? '')}`)
    : warn('owners', 'users without an owner are left alone', 'deploy with FallbackOwner');
  const approvers = isGiven('Approvers')
    ? ok('approvers', 'approvers are named, and are left alone themselves')
    : warn('approvers', 'nobody is named who approves: what needs an approval is not done', 'deploy with Approvers');
  return [owners, approvers];
}

function checkRecords(parameters: LifecycleFacts['parameters']): Finding[] {
  const [key = '', bucket = ''] = ['EvidenceKeyArn', 'EvidenceBucket'].map((name) => parameters.get(name));
  const lacking = [...(key === '' ? ['signed by no key'] : []), ...(bucket === '' ? ['in the table alone'] : [])];
  if (lacking.length === 0) return [ok('evidence', 'the records of acts are signed, and kept in a bucket')];
  const says = `the records of acts are ${lacking.join(' and ')}: only the heads in the digest mails show that they were replaced`;
  return [warn('evidence', says, 'deploy with EvidenceKeyArn and EvidenceBucket')];
}

/** The doctor cannot try them: each needs a user, a call and a wait. */
const unproven = warn(
  'unproven',
  'eleven facts about AWS that acts rest on come from documents, and nobody proved them on this account',
  'try them on a test user: handlers/lifecycle/README.md lists them, and how',
);
