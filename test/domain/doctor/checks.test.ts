import { describe, expect, it } from 'vitest';
import { answered, failed } from '../../../domain/answer.ts';
import type { RegionTrail } from '../../../domain/coverage/trail-health.ts';
import { type AlarmFacts, checkAlarms, checkSubscriptions } from '../../../domain/doctor/alarm-checks.ts';
import type { Finding } from '../../../domain/doctor/finding.ts';
import {
  checkFunction,
  checkFunctionErrors,
  checkLastRun,
  type FunctionFacts,
} from '../../../domain/doctor/function-checks.ts';
import { checkClock, checkVersions } from '../../../domain/doctor/machine-checks.ts';
import {
  checkOptionalFunction,
  type OptionalFunctionFacts,
  optionalFunctions,
} from '../../../domain/doctor/optional-functions.ts';
import { checkRole, neededActions } from '../../../domain/doctor/permission-checks.ts';
import { checkProofs } from '../../../domain/doctor/proof-checks.ts';
import { checkProvider, type ProviderFacts } from '../../../domain/doctor/provider-checks.ts';
import {
  checkForwarding,
  checkRule,
  type RuleFacts,
  regionsToForward,
  watchingState,
} from '../../../domain/doctor/rule-checks.ts';
import { absentStack, checkStack } from '../../../domain/doctor/stack-checks.ts';
import { checkQueue, checkTable, type TableFacts } from '../../../domain/doctor/store-checks.ts';
import { checkTrails } from '../../../domain/doctor/trail-checks.ts';
import type { Instant } from '../../../domain/time.ts';
import { wholeTrail } from '../../fakes/reconcile-world.ts';
import { daysAgo, now, region } from '../builders.ts';

const home = region('eu-west-1');
const other = region('us-east-1');
const stackOf = (status: string | undefined) => checkStack(answered({ ...absentStack, name: 'lastseen-prod', status }));
const trailOf = (changes: Partial<RegionTrail>) =>
  checkTrails({ kind: 'known', regions: new Map([[home, { ...wholeTrail, ...changes }]]) });
const ingest = 'arn:aws:lambda:eu-west-1:123456789012:function:lastseen-prod-ingest';
const ruleOf = (changes: Partial<RuleFacts>) =>
  checkRule(
    answered({ name: 'calls', state: watchingState, targets: [{ arn: ingest, hasDeadLetters: true }], ...changes }),
    ingest,
  );
const forwardingOf = (...states: (string | undefined)[]) =>
  checkForwarding(other, answered(states.map((state) => ({ name: 'forward-changes', state, targets: [] }))), {
    name: 'lastseen-prod',
    home,
  });
const functionOf = (changes: Partial<FunctionFacts>) => {
  const facts = {
    name: 'ingest',
    state: 'Active',
    lastUpdate: 'Successful',
    runtime: 'nodejs24.x',
    reservedConcurrency: 20,
  };
  return checkFunction(answered({ ...facts, ...changes }));
};
const useOf = (invocations: number, errors: number) =>
  checkFunctionErrors(answered([{ name: 'ingest', invocations, errors }]));
const runOf = (hoursAgo: number | undefined) =>
  checkLastRun(answered(hoursAgo === undefined ? undefined : daysAgo(hoursAgo / 24)), 'lastseen-prod-reconcile', now);
const optionalOf = (
  wanted: string,
  facts: Pick<OptionalFunctionFacts, 'name' | 'followed'>,
  run = answered<Instant | undefined>(now),
) =>
  optionalFunctions
    .filter(({ check }) => check === wanted)
    .flatMap((each) => checkOptionalFunction({ ...each, ...facts }, run, now));
/** The function of the page, after a page so many hours ago and a run so many hours ago. */
const pageOf = (pageHours: number | undefined, runHours: number | undefined) => {
  const at = (hours: number | undefined) => answered(hours === undefined ? undefined : daysAgo(hours / 24));
  return optionalOf('page', { name: 'the-page', followed: at(pageHours) }, at(runHours));
};
/** The function of Entra ID, after a run of its own so many hours ago. */
const entraOf = (hours: number | undefined, name: string | undefined = 'the-entra') =>
  optionalOf('entra', { name, followed: answered(hours === undefined ? undefined : daysAgo(hours / 24)) });
/** What the function of Entra ID needs, after a run in time. */
const needsOf = (changes: Partial<ProviderFacts>) => {
  const schedule = (name: string) => answered({ name, state: 'ENABLED' });
  const facts = {
    check: 'entra',
    secretArn: 'arn:secret',
    secret: secretOf(12),
    schedules: [schedule('daily'), schedule('continued')],
    log: answered({ name: '/aws/lambda/the-entra', isThere: true }),
    ...changes,
  } as const;
  return checkProvider(facts, now).filter(({ says }) => changes.secret === undefined || says.includes('secret'));
};
const secretOf = (days: number | undefined, isEncrypted = true) =>
  answered({ kind: 'kept', changedAt: days === undefined ? undefined : daysAgo(days), isEncrypted } as const);
const widgetOf = (name: string | undefined) => optionalOf('widget', { name, followed: undefined });
const queueOf = (messages: number, isDeadLetters = true) =>
  checkQueue(answered({ name: 'queue', messages, isDeadLetters }));
const tableOf = (changes: Partial<TableFacts>) => {
  const good = { isOnDemand: true, isDeletionProtected: true, hasRecovery: true, hasTtl: false };
  return checkTable(answered({ name: 'lastseen-prod', status: 'ACTIVE', indexStatus: 'ACTIVE', ...good, ...changes }));
};
const alarmOf = (...alarms: Partial<AlarmFacts>[]) =>
  checkAlarms(answered(alarms.map((alarm) => ({ name: 'heartbeat', state: 'OK', notifies: true, ...alarm }))), [
    'heartbeat',
  ]);
const proofOf = (hoursAgo: number | undefined) => {
  const lastProof = hoursAgo === undefined ? undefined : daysAgo(hoursAgo / 24);
  return checkProofs(answered(new Map([[home, { lastRecord: now, lastProof, days: new Map() }]])), [home], now);
};
const roleOf = (actions: readonly string[] | undefined) =>
  checkRole(answered({ id: 'ScheduleRole', name: 'role', actions }));
const clockOf = (localSeconds: number) => checkClock(answered({ awsMs: 1e12, localMs: 1e12 + localSeconds * 1000 }));

const cases: [string, Finding['status'], readonly Finding[], RegExp][] = [
  ['a stack at rest', 'ok', stackOf('UPDATE_COMPLETE'), /is UPDATE_COMPLETE/],
  ['no stack', 'fail', stackOf(undefined), /does not exist.*npm run deploy; or give --stack and --region/],
  [
    'a stack that went back',
    'fail',
    stackOf('UPDATE_ROLLBACK_COMPLETE'),
    /UPDATE_ROLLBACK_COMPLETE.*describe-stack-events/,
  ],
  ['a stack on its way', 'fail', stackOf('UPDATE_IN_PROGRESS'), /UPDATE_IN_PROGRESS/],
  ['a trail that records all', 'ok', trailOf({}), /reads and writes are recorded/],
  [
    'a trail that is stopped',
    'fail',
    trailOf({ logging: false, why: 'trail audit is stopped' }),
    /trail audit is stopped.*start-logging/,
  ],
  ['a trail without reads', 'fail', trailOf({ reads: false }), /not everything is recorded/],
  ['a trail without writes', 'fail', trailOf({ writes: false }), /not everything is recorded/],
  [
    'a trail without a source',
    'warn',
    trailOf({ excludedSources: ['kms.amazonaws.com'] }),
    /no trail records kms.amazonaws.com/,
  ],
  ['a trail that cannot deliver', 'warn', trailOf({ deliveryErrors: ['AccessDenied'] }), /cannot be delivered/],
  [
    'trails that nobody may see',
    'warn',
    checkTrails({ kind: 'unknown', why: 'AccessDenied' }),
    /not known .*: AccessDenied.*as the owner of the trail/,
  ],
  ['a rule that watches', 'ok', ruleOf({}), /sends everything to ingest/],
  ['a rule that is gone', 'fail', ruleOf({ state: undefined }), /gone.*npm run deploy/],
  ['a rule that hears no reading', 'fail', ruleOf({ state: 'ENABLED' }), /read-only calls never arrive/],
  ['a rule that is off', 'fail', ruleOf({ state: 'DISABLED' }), /nothing arrives/],
  [
    'a rule that leads elsewhere',
    'fail',
    ruleOf({ targets: [{ arn: 'arn:else', hasDeadLetters: true }] }),
    /does not send to ingest/,
  ],
  [
    'a rule that keeps no failures',
    'warn',
    ruleOf({ targets: [{ arn: ingest, hasDeadLetters: false }] }),
    /has no dead-letter queue/,
  ],
  ['a Region that forwards', 'ok', forwardingOf(watchingState, watchingState), /forwards to eu-west-1/],
  [
    'a Region that does not',
    'fail',
    forwardingOf(),
    /no rule forwards.*get the command: lastseen doctor --stack lastseen-prod --region eu-west-1 --fix-plan/,
  ],
  ['a Region that forwards no reading', 'fail', forwardingOf(watchingState, 'ENABLED'), /read-only calls never arrive/],
  ['a Region whose rule is off', 'fail', forwardingOf('DISABLED'), /DISABLED: nothing arrives/],
  ['a proof of 26 hours ago', 'ok', proofOf(26), /last proof 1 day ago/],
  ['an old proof', 'fail', proofOf(33), /blind: last proof 1 day ago/],
  ['no proof ever', 'fail', proofOf(undefined), /blind: no proof ever arrived/],
  ['a function that can be called', 'ok', functionOf({}), /active on nodejs24.x/],
  ['a function that is gone', 'fail', functionOf({ state: undefined }), /is gone/],
  ['a function that is inactive', 'fail', functionOf({ state: 'Failed' }), /is Failed/],
  ['a function whose update failed', 'fail', functionOf({ lastUpdate: 'Failed' }), /last update of ingest failed/],
  [
    'a function that was stopped',
    'fail',
    functionOf({ reservedConcurrency: 0 }),
    /reserved concurrency is 0.*delete-function-concurrency/,
  ],
  ['a function on another runtime', 'warn', functionOf({ runtime: 'nodejs18.x' }), /nodejs18.x, not nodejs24.x/],
  ['no errors', 'ok', useOf(9, 0), /0 errors in 9 invocations/],
  ['some errors', 'warn', useOf(9, 1), /1 errors in 9.*aws logs tail/],
  ['errors alone', 'fail', useOf(9, 9), /9 errors in 9/],
  ['a run of today', 'ok', runOf(26), /last finished 1 day ago/],
  ['no run today', 'fail', runOf(27), /last finished.*aws lambda invoke --function-name lastseen-prod-reconcile/],
  ['no run ever', 'fail', runOf(undefined), /never finished/],
  ['a page of the latest run', 'ok', pageOf(5, 5), /the-page followed the run of 2026-11-23T03:00:00Z $/],
  ['a page before the first run', 'ok', pageOf(undefined, undefined), /the-page has followed no run yet $/],
  ['a page that has an hour left', 'ok', pageOf(27, 3), /the latest run is that of .*, and it looks every hour/],
  ['a page that is late', 'fail', pageOf(28, 4), /the latest run is that of .*aws logs tail .aws.lambda.the-page/],
  ['a page that was never written', 'fail', pageOf(undefined, 4), /no run yet; the latest run.*aws logs tail/],
  [
    'a page that was asked for and is gone',
    'fail',
    optionalOf('page', { name: undefined, followed: undefined }),
    /ReportPage is yes, but the stack has no function page.*npm run deploy/,
  ],
  ['a run over a tenant that is in time', 'ok', entraOf(26), /the-entra finished its run of 2026-11-22T06:00:00Z $/],
  [
    'a run over a tenant that is late',
    'fail',
    entraOf(26.1),
    /the-entra finished its run.*aws logs tail .aws.lambda.the-entra/,
  ],
  [
    'the secret of a tenant',
    'ok',
    needsOf({ secret: secretOf(12) }),
    /the secret arn:secret was last changed 12 days ago/,
  ],
  ['a secret of exactly a year', 'ok', needsOf({ secret: secretOf(365) }), /365 days ago/],
  ['a secret of more than a year', 'warn', needsOf({ secret: secretOf(366) }), /366 days ago.*make a new one/],
  ['a secret without a date', 'ok', needsOf({ secret: secretOf(undefined) }), /the secret arn:secret is there/],
  ['a secret in plain text', 'warn', needsOf({ secret: secretOf(1, false) }), /plain text.*SecureString/],
  [
    'a secret that is gone',
    'fail',
    needsOf({ secret: answered({ kind: 'absent' }) }),
    /not there.*another EntraSecretArn/,
  ],
  ['a secret to be deleted', 'fail', needsOf({ secret: answered({ kind: 'deleted' }) }), /deletion.*restore-secret/],
  ['a tenant without a secret', 'fail', needsOf({ secret: undefined }).slice(0, 1), /EntraSecretArn is not given/],
  ['schedules and a log', 'ok', needsOf({}).slice(1), /the schedule daily is enabled/],
  [
    'a schedule that is switched off',
    'fail',
    needsOf({ schedules: [answered({ name: 'daily', state: 'DISABLED' })] }).slice(1, 2),
    /daily is disabled, so no run begins.*deploy again/,
  ],
  [
    'a schedule that is gone',
    'fail',
    needsOf({ schedules: [answered({ name: 'daily', state: undefined })] }).slice(1, 2),
    /daily is gone/,
  ],
  [
    'a log that is gone',
    'fail',
    needsOf({ log: answered({ name: '/aws/lambda/the-entra', isThere: false }) }).slice(-1),
    /the-entra is gone: nothing tells why/,
  ],
  ['a tenant that was never read', 'fail', entraOf(undefined), /the-entra has finished no run yet.*aws logs tail/],
  [
    'a tenant whose function is gone',
    'fail',
    optionalOf('entra', { name: undefined, followed: undefined }),
    /EntraTenantId is given, but the stack has no function entra.*npm run deploy/,
  ],
  ['a widget', 'ok', widgetOf('the-widget'), /the-widget is part of the stack/],
  ['no widget', 'fail', widgetOf(undefined), /the stack has no function widget/],
  ['an empty queue', 'ok', queueOf(0), /is empty/],
  ['a retry that waits', 'warn', queueOf(1, false), /holds 1 message;? ?.*Lambda retries them/],
  ['a dead letter', 'fail', queueOf(2), /holds 2 messages.*Alarms: what to do/],
  ['a table as it was made', 'ok', tableOf({}), /active, protected and recoverable/],
  ['a table that is gone', 'fail', tableOf({ status: undefined, indexStatus: undefined }), /is gone.*restore/],
  ['a table without its index', 'fail', tableOf({ indexStatus: undefined }), /its index is gone/],
  ['a table that forgets', 'fail', tableOf({ hasTtl: true }), /TTL is on.*Enabled=false/],
  [
    'a table without protection',
    'fail',
    tableOf({ isDeletionProtected: false }),
    /deleted by mistake.*--deletion-protection-enabled/,
  ],
  [
    'a table without recovery',
    'fail',
    tableOf({ hasRecovery: false }),
    /cannot be restored.*update-continuous-backups/,
  ],
  ['a table with a bound', 'warn', tableOf({ isOnDemand: false }), /not on demand.*PAY_PER_REQUEST/],
  ['quiet alarms', 'ok', alarmOf({}), /1 alarms, none in state ALARM/],
  ['an alarm that is gone', 'fail', alarmOf(), /heartbeat is gone/],
  ['an alarm that tells nobody', 'fail', alarmOf({ notifies: false }), /notifies nobody.*enable-alarm-actions/],
  ['an alarm that stands', 'warn', alarmOf({ state: 'ALARM' }), /heartbeat is in ALARM/],
  ['a stack without alarms', 'warn', checkAlarms(answered([]), []), /the stack has no alarms/],
  ['a reader', 'ok', checkSubscriptions(answered({ confirmed: 1, pending: 0 })), /1 confirmed/],
  [
    'a reader who did not confirm',
    'warn',
    checkSubscriptions(answered({ confirmed: 0, pending: 1 })),
    /1 subscription waits.*link/,
  ],
  [
    'no reader',
    'warn',
    checkSubscriptions(answered({ confirmed: 0, pending: 0 })),
    /nobody gets the digest.*Subscribe/,
  ],
  ['a role as it was made', 'ok', roleOf(['lambda:InvokeFunction', 'sqs:SendMessage']), /names every action/],
  ['a role that is gone', 'fail', roleOf(undefined), /is gone/],
  ['a role that may do anything', 'fail', roleOf(['lambda:InvokeFunction', 'iam:*']), /more than it needs: iam:\*/],
  ['a role that lacks an action', 'fail', roleOf(['sqs:SendMessage']), /lacks lambda:InvokeFunction/],
  ['a clock that is right', 'ok', clockOf(-300), /within 300 s/],
  ['a clock that is ahead', 'fail', clockOf(301), /301 s ahead of AWS.*set the clock/],
  ['a clock that is behind', 'fail', clockOf(-301), /301 s behind AWS/],
  ['a Node that is new enough', 'ok', checkVersions('0.1.0', 'v20.12.0'), /Lastseen 0.1.0 on Node v20.12.0/],
  ['a Node that is too old', 'fail', checkVersions('0.1.0', 'v20.11.1'), /use Node 20.12 or newer/],
];

describe('a check of a deployment', () => {
  it.each(cases)('%s is %s', (_, status, findings, words) => {
    expect(findings.map((finding) => finding.status)).toContain(status);
    const [finding] = findings.filter((each) => each.status === status);
    expect(`${finding?.says} ${finding?.todo ?? ''}`).toMatch(words);
    expect(finding?.todo === undefined).toBe(status === 'ok');
  });

  it('of every kind is seen to hold and to fail', () => {
    const seen = (wanted: (status: Finding['status']) => boolean) =>
      [
        ...new Set(
          cases.flatMap(([, , findings]) => findings.filter(({ status }) => wanted(status)).map(({ check }) => check)),
        ),
      ].sort();
    expect(seen((status) => status === 'ok')).toEqual(seen((status) => status !== 'ok'));
    expect(seen((status) => status === 'ok')).toHaveLength(18);
  });

  it.each([
    [
      { kind: 'denied', why: 'AccessDeniedException' },
      'warn',
      /add \{"Effect":"Allow","Action":"sqs:GetQueueAttributes","Resource":"\*"\} to the policy/,
    ],
    [{ kind: 'unreachable', why: 'ECONNREFUSED' }, 'warn', /try again/],
  ] as const)('whose question failed by %j is %s and says what to do', (failure, status, todo) => {
    const [finding] = checkQueue(failed(failure, 'sqs:GetQueueAttributes'));
    expect(finding).toMatchObject({ status, says: `could not be checked (${failure.why})` });
    expect(finding?.todo).toMatch(todo);
  });

  it('shows what strangers wrote harmlessly', () => {
    const [finding] = checkQueue(answered({ name: 'x\u001b[31m', messages: 1, isDeadLetters: true }));
    expect(finding?.says).toContain('\\u{1b}[31m');
  });
});

it('only Regions whose forwarding fails are in the plan', () => {
  const denied = checkForwarding(
    region('eu-north-1'),
    failed({ kind: 'denied', why: 'AccessDenied' }, 'events:ListRuleNamesByTarget'),
    { name: 's', home },
  );
  expect(regionsToForward([...forwardingOf(), ...denied, ...proofOf(undefined)])).toEqual([other]);
});

it('the roles that are held to their needs are those of the stack', () => {
  const optional = ['SecurityHubRole', 'PageRole', 'WidgetRole', 'SecurityHubScheduleRole', 'PageScheduleRole'];
  const always = ['IngestRole', 'IngestArchiveRole', 'ReconcileRole', 'BackfillRole'];
  const lifecycle = ['LifecycleRole', 'QuarantineRole', 'RemoveRole', 'ApproveRole', 'LifecycleScheduleRole'];
  const providers = ['EntraRole', 'EntraScheduleRole', 'GoogleRole', 'GoogleScheduleRole'];
  const all = [...always, ...optional, ...lifecycle, ...providers, 'ScheduleRole'];
  expect(Object.keys(neededActions).sort()).toEqual(all.sort());
});

it('a trail without log file validation is a warning, once for all Regions, where it records at all', () => {
  const regions = new Map([
    [home, { ...wholeTrail, isValidated: false }],
    [other, { ...wholeTrail, isValidated: false }],
    [region('eu-north-1'), { ...wholeTrail, isValidated: true }],
    [region('eu-west-3'), { ...wholeTrail, isValidated: false, reads: false }],
  ]);
  const findings = checkTrails({ kind: 'known', regions }).filter(({ says }) => says.includes('validation'));
  expect(findings.map(({ status }) => status)).toEqual(['warn']);
  expect(findings[0]?.says).toContain(home);
  expect(findings[0]?.says).not.toMatch(/eu-north-1|eu-west-3/);
});
