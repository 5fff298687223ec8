import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { answered } from '../../../domain/answer.ts';
import { approvalEnd } from '../../../domain/approvals/approval.ts';
import { approvalsByStep } from '../../../domain/approvals/stored-approval.ts';
import {
  type LifecycleFunctionSettings,
  parseLifecycleFunctionSettings,
} from '../../../domain/lifecycle/function/function-settings.ts';
import { sealPlan } from '../../../domain/lifecycle/plan.ts';
import { type LifecycleFacts, planLifecycle } from '../../../domain/lifecycle/plan-lifecycle.ts';
import { lifecycleEntriesOf } from '../../../domain/lifecycle/stored-entries.ts';
import type { UserAccess } from '../../../domain/lifecycle/user-access.ts';
import type { FoundReferences } from '../../../domain/references/reference.ts';
import { allReferencesIn } from '../../../domain/references/stored-references.ts';
import { canonicalDigest } from '../../../handlers/canonical-digest.ts';
import { clockTime } from '../../../handlers/clock.ts';
import { checkActs } from '../../../handlers/evidence/check-acts.ts';
import { dynamodbActs } from '../../../infra/aws/dynamodb/acts/dynamodb-acts.ts';
import { dynamodbApprovals } from '../../../infra/aws/dynamodb/approvals/dynamodb-approvals.ts';
import { dynamodbLifecycles } from '../../../infra/aws/dynamodb/dynamodb-lifecycles.ts';
import { dynamodbTable } from '../../../infra/aws/dynamodb/dynamodb-table.ts';
import { readUserAccess } from '../../../infra/aws/iam/iam-user-access.ts';
import { account, region } from '../../domain/builders.ts';
import { everything } from '../../domain/lifecycle/deletion/everything.ts';
import { factsOf, idOf, type Person, person, planner } from '../../domain/lifecycle/world.ts';
import { startAccountServer } from '../../fakes/account-server.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { startFakeEventBus } from '../../fakes/event-bus.ts';
import { startModelServer } from '../../fakes/iam/model-server.ts';
import { bundledHandler } from '../../fakes/lifecycle/approve-function.ts';
import { orphans } from '../../fakes/lifecycle/gifts.ts';
import { iamModel } from '../../fakes/lifecycle/iam-model.ts';
import { quarantinedFor, watchForDays } from '../../fakes/lifecycle/quarantined-past.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { clearSearch } from '../lifecycle/deletion/deleting-world.ts';
import { writeRun } from '../write-run.ts';

/** Four users who were quarantined 40 days ago, and how each of them is looked for; the second one 10 days ago. */
const [approved, early, unapproved, named] = [0, 1, 2, 3] as const;

const deviceOf = (number: number) => `arn:aws:iam::123456789012:mfa/phone-${number}`;
const heldBy = (number: number) => {
  const access = everything(number);
  return { ...access, mfaDevices: [deviceOf(number), ...access.mfaDevices.slice(1)] };
};

describe('the function that deletes, as it is bundled', () => {
  const dir = temporaryFolder();
  const model = iamModel([approved, early, unapproved, named].map(heldBy));
  let dynamodb: EmbeddedDynamodb;
  let [iam, sts, bus] = [
    {} as Awaited<ReturnType<typeof startModelServer>>,
    {} as Awaited<ReturnType<typeof startAccountServer>>,
    {} as Awaited<ReturnType<typeof startFakeEventBus>>,
  ];
  let settings: LifecycleFunctionSettings;
  let bundle: (event: unknown, context: object) => Promise<unknown>;
  let topic: Server;
  let told = 0;

  beforeAll(async () => {
    topic = createServer((_, response) => {
      told++;
      const answer = '<PublishResult><MessageId>1</MessageId></PublishResult>';
      response.writeHead(200, { 'content-type': 'text/xml' }).end(`<PublishResponse>${answer}</PublishResponse>`);
    });
    await new Promise<void>((resolve) => topic.listen(0, '127.0.0.1', resolve));
    [dynamodb, iam, sts, bus] = await Promise.all([
      startEmbeddedDynamodb(),
      startModelServer(model),
      startAccountServer(),
      startFakeEventBus(),
    ]);
    const env = {
      STAGE: 'delete',
      POWERTOOLS_DEV: 'true',
      TABLE_NAME: 'lastseen',
      STACK_NAME: 'lastseen-prod',
      TOPIC_ARN: `arn:aws:sns:eu-west-1:${account()}:ours`,
      WEEKLY_PERCENT: '100',
      ACTING_DAYS: 'Mon,Tue,Wed,Thu,Fri,Sat,Sun',
      ACTING_HOURS: '0-24',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
      AWS_ENDPOINT_URL_IAM: iam.endpoint,
      AWS_ENDPOINT_URL_STS: sts.endpoint,
      AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint,
      AWS_ENDPOINT_URL_SNS: `http://127.0.0.1:${(topic.address() as AddressInfo).port}`,
    };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const parsed = parseLifecycleFunctionSettings(process.env);
    if (parsed.kind === 'wrong') throw new Error(JSON.stringify(parsed.problems));
    settings = parsed.value;
    await ensureTable(dynamodb.client, 'lastseen');
    await fill();
    bundle = await bundledHandler(dir, 'handlers/lambda/remove.ts');
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    topic.close();
    await Promise.all([iam, sts, bus, dynamodb].map((server) => server.stop()));
  });
  beforeEach(() => {
    for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => {});
  });

  /** Ninety days and more on which the account was watched, its run of today, and its quarantined users. */
  async function fill(): Promise<void> {
    const [table, store] = [dynamodbTable(dynamodb.client, 'lastseen'), lifecycles()];
    await watchForDays(table, account(), region(), 100);
    const ofRun = { accountId: account(), asOf: clockTime(), thresholdDays: 90, coverage: { kind: 'none' } } as const;
    const people = [approved, early, unapproved, named].map((number) => person(number).assessment);
    await writeRun(table, { ...ofRun, regions: [region()] }, people);
    for (const number of [approved, early, unapproved, named]) {
      await quarantinedFor(store, account(), await accessOf(number), number === early ? 10 : 40);
      const references = { ...searchOf(number), ...(number === named && inKeyPolicy) };
      await store.writeLifecycle(account(), { kind: 'references', references });
    }
  }
  /** The user as the adapter reads it from the server. */
  const accessOf = async (number: number): Promise<UserAccess> => {
    const client = new IAMClient({ endpoint: iam.endpoint, region: 'us-east-1' });
    const answer = await readUserAccess(client, `person-${number}`);
    if (answer.kind === 'failed') throw new Error(answer.failure.why);
    return answer.value;
  };
  const lifecycles = () => dynamodbLifecycles(dynamodb.client, 'lastseen');
  const searchOf = (number: number) => ({ ...clearSearch(person(number).user), askedAt: clockTime() });
  const inKeyPolicy: Partial<FoundReferences> = {
    found: [{ kind: 'kms-key-policy', region: region(), resource: 'key', where: 'Statement[0]', by: 'arn' }],
    places: 1,
  };

  /** A plan about one user, by the table and by what somebody who may call the function puts in its place. */
  async function planOf(number: number, forged: Partial<LifecycleFacts> = {}) {
    const { watches } = await dynamodbTable(dynamodb.client, 'lastseen').readAccount(account());
    const items = await lifecycles().readLifecycles(account());
    const now = clockTime();
    const access = await accessOf(number);
    const { assessment, ...who } = person(number);
    const standing = { attachedPolicies: access.attachedPolicies, changesIam: false, unheard: [] };
    const seen: Person = { ...who, access, standing, assessment: { ...assessment, corroborated: true } };
    const approvals = approvalsByStep(await dynamodbApprovals(dynamodb.client, 'lastseen').readApprovals(account()));
    const facts = factsOf([seen], {
      question: { now, thresholdDays: 90, regions: [region()] },
      run: { asOf: now, thresholdDays: 90, users: 4, coverage: { kind: 'none' } },
      entries: lifecycleEntriesOf(items, canonicalDigest),
      references: allReferencesIn(items),
      approvals: { byStep: approvals, actors: [planner] },
      watches,
      ...forged,
    });
    const request = { settings: settings.settings, exemptions: settings.exemptions };
    const plan = planLifecycle(facts, request, new Map([[access.userId, answered(access)]]), canonicalDigest);
    return sealPlan(plan, canonicalDigest);
  }

  async function approve(number: number, forged: Partial<LifecycleFacts> = {}) {
    const [waiting] = (await planOf(number, forged)).leftAlone.flatMap((left) => left.waiting ?? []);
    const at = clockTime();
    const by = `arn:aws:iam::${account()}:user/bob`;
    const terms = { how: 'function-url', at, until: approvalEnd(at), reason: 'gone', acknowledged: [] } as const;
    const approval = { step: `${waiting?.hash}`, by, ...terms };
    const approvals = dynamodbApprovals(dynamodb.client, 'lastseen');
    await approvals.writeApproval(account(), { kind: 'approval', approval });
    return [approval.step, [{ kind: 'approval', approval }]] as const;
  }

  const invokedFunctionArn = `arn:aws:lambda:eu-west-1:${account()}:function:lastseen-prod-remove`;
  const remove = (plan: unknown) => bundle({ plan }, { invokedFunctionArn, awsRequestId: 'r-1' });
  const dropped = (number: number, why: RegExp) => {
    return { kind: 'acted', steps: [{ userId: idOf(number), result: 'dropped', why: expect.stringMatching(why) }] };
  };

  it('deletes nobody whose approval is in the plan alone', async () => {
    const at = clockTime();
    const [waiting] = (await planOf(unapproved)).leftAlone.flatMap((left) => left.waiting ?? []);
    const terms = { how: 'sts', at, until: approvalEnd(at), reason: 'x', acknowledged: [] } as const;
    const approval = { step: `${waiting?.hash}`, by: `arn:aws:iam::${account()}:user/bob`, ...terms };
    const byStep = new Map([[approval.step, [{ kind: 'approval', approval }]]] as const);
    const forged = await planOf(unapproved, { approvals: { byStep, actors: [planner] } });
    expect(forged.steps).toMatchObject([{ act: 'delete' }]);
    expect(await remove(forged)).toMatchObject(dropped(unapproved, /it needs an approval: lastseen approve/));
  });

  it('deletes nobody whose grace is over in the plan alone, whatever was approved', async () => {
    const { users } = lifecycleEntriesOf(await lifecycles().readLifecycles(account()), canonicalDigest);
    const [other, own] = [users.get(idOf(approved)), users.get(idOf(early))];
    if (!other?.lifecycle || !own?.lifecycle) throw new Error('both are quarantined');
    const { userId, userName, fingerprint } = own.lifecycle;
    const lifecycle = { ...other.lifecycle, userId, userName, fingerprint };
    const entries = { users: new Map([[userId, { ...own, lifecycle }]]), brake: undefined };
    await approve(early, { entries });
    const forged = await planOf(early, { entries });
    expect(forged.steps).toMatchObject([{ act: 'delete' }]);
    expect(await remove(forged)).toMatchObject(dropped(early, /may be deleted after 30 days on which somebody/));
  });

  it('deletes nobody whom a key of KMS names, whatever plan and approval say', async () => {
    const references = new Map([[idOf(named), searchOf(named)]]);
    await approve(named, { references });
    const forged = await planOf(named, { references });
    expect(forged.steps).toMatchObject([{ act: 'delete' }]);
    expect(await remove(forged)).toMatchObject(dropped(named, /a KMS key among them: do not delete/));
    expect([iam.deleted, told, model.users.size]).toEqual([[], 0, 4]);
  });

  it('deletes who was planned and approved with all that it held, and records it', async () => {
    await approve(approved);
    const plan = await planOf(approved);
    expect(await remove(plan)).toMatchObject({ kind: 'acted', steps: [{ act: 'delete', result: 'done', why: null }] });
    expect([...model.users.keys()]).toEqual(['person-1', 'person-2', 'person-3']);
    expect([model.devices.has(deviceOf(approved)), orphans(model)]).toEqual([false, []]);
    expect(iam.deleted).toHaveLength(15);
    expect(iam.deleted).toContain('DeleteServiceSpecificCredential');
    expect([told, bus.entries.map(({ DetailType }) => DetailType)]).toEqual([1, ['Lastseen: Deleted']]);
    const acts = dynamodbActs(dynamodb.client, 'lastseen');
    const [records, head] = [await acts.readActs(account()), await acts.readChainHead(account())];
    expect(checkActs({ accountId: account(), records, head }, [])).toMatchObject({ differences: [], notes: [] });
    expect(records).toHaveLength(2);
    expect(await remove(plan)).toMatchObject(dropped(approved, /deleted on/));
  });
});
