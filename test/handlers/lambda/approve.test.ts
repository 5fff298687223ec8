import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { stepHash } from '../../../domain/approvals/step-terms.ts';
import { storedApprovalsOf } from '../../../domain/approvals/stored-approval.ts';
import { lifecycleSettings } from '../../../domain/lifecycle/settings.ts';
import { postSigned, regionOfUrl } from '../../../infra/aws/approvals/signed-request.ts';
import { dynamodbApprovals } from '../../../infra/aws/dynamodb/approvals/dynamodb-approvals.ts';
import { account } from '../../domain/builders.ts';
import { digest, idOf } from '../../domain/lifecycle/world.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { approveBundle, type Signer, startFunctionUrl, urlEvent } from '../../fakes/lifecycle/approve-function.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const roleArn = (name: string) => `arn:aws:iam::${account()}:role/lastseen/${name}`;
const sessionOf = (name: string) => `arn:aws:sts::${account()}:assumed-role/${name}/lastseen-prod`;
const bob: Signer = {
  accessKeyId: 'AKIABOB0000000000001',
  secretAccessKey: 'the secret of bob',
  arn: `arn:aws:iam::${account()}:user/team/bob`,
  userId: 'AIDABOB0000000000001',
};

const settings = lifecycleSettings({ stage: 'quarantine', requireApproval: true });

const stepOf = (number: number, changes: object = {}) => {
  const bound = { act: 'quarantine', userId: idOf(number), fingerprint: digest({}) };
  const terms = { accountId: account(), ...bound, thresholdDays: 90, settings };
  return { hash: stepHash(terms, digest), ...bound, userName: `person-${number}`, ...changes };
};
const bodyOf = (...steps: readonly object[]) => ({ steps, reason: 'left in May', acknowledged: [] });

describe('the function that takes approvals, as it is bundled', () => {
  const dir = temporaryFolder();
  let dynamodb: EmbeddedDynamodb;
  let bundle: Awaited<ReturnType<typeof approveBundle>>;
  const said: string[] = [];
  beforeAll(async () => {
    dynamodb = await startEmbeddedDynamodb();
    await ensureTable(dynamodb.client, 'approvals');
    const env = {
      STAGE: 'quarantine',
      POWERTOOLS_DEV: 'true',
      TABLE_NAME: 'approvals',
      STACK_NAME: 'lastseen-prod',
      TOPIC_ARN: `arn:aws:sns:eu-west-1:${account()}:ours`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
      REQUIRE_APPROVAL: 'yes',
      ACTING_ROLES: ['Planning', 'Acting'].map(roleArn).join(','),
    };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    bundle = await approveBundle(dir);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await dynamodb.stop();
  });
  beforeEach(() => {
    const hear = (...words: readonly unknown[]) => void said.push(words.join(' '));
    for (const level of ['info', 'warn', 'error', 'log'] as const) vi.spyOn(console, level).mockImplementation(hear);
    vi.spyOn(process.stdout, 'write').mockImplementation((words) => said.push(`${words}`) > 0);
  });

  const invokedFunctionArn = `arn:aws:lambda:eu-west-1:${account()}:function:lastseen-prod-approve`;
  const invoke = async (event: unknown) => bundle(event, { invokedFunctionArn, awsRequestId: 'r-1' });
  const stored = async () =>
    storedApprovalsOf(await dynamodbApprovals(dynamodb.client, 'approvals').readApprovals(account()));

  it.each<[string, number, unknown, RegExp]>([
    ['names no caller', 403, { ...urlEvent(bodyOf(stepOf(1)), bob), requestContext: {} }, /AWS named no caller/],
    [
      'is no POST',
      405,
      urlEvent('', bob, {
        requestContext: { authorizer: urlEvent('', bob).requestContext.authorizer, http: { method: 'GET' } },
      }),
      /by POST/,
    ],
    ['has a body that is no JSON', 400, urlEvent('{', bob), /^body: give a JSON object/],
    ['names no steps', 400, urlEvent(bodyOf(), bob), /^steps: /],
    ['has too long a reason', 400, urlEvent({ ...bodyOf(stepOf(1)), reason: 'x'.repeat(501) }, bob), /^reason: 501/],
    ['is too long', 413, urlEvent({ ...bodyOf(stepOf(1)), more: 'x'.repeat(70_000) }, bob), /longer than 65536/],
    [
      'is of the role that acts',
      403,
      urlEvent(bodyOf(stepOf(1)), { ...bob, arn: sessionOf('Acting') }),
      /who plans or acts/,
    ],
    [
      'is of the role that plans',
      403,
      urlEvent(bodyOf(stepOf(1)), { ...bob, arn: sessionOf('Planning') }),
      /who plans or acts/,
    ],
    ['is of the user concerned', 403, urlEvent(bodyOf(stepOf(1)), { ...bob, userId: idOf(1) }), /the user concerned/],
    ['names an unknown step', 403, urlEvent(bodyOf(stepOf(1, { hash: digest({ x: 1 }) })), bob), /is not known/],
    ['names an altered step', 403, urlEvent(bodyOf(stepOf(1), stepOf(2, { act: 'delete' })), bob), /is not known/],
  ])('refuses a request that %s, in one line, and writes nothing', async (_, status, event, words) => {
    const { statusCode, body } = await invoke(event);
    expect(statusCode).toBe(status);
    const { error } = JSON.parse(body);
    expect(error).toMatch(words);
    expect(error).not.toContain('\n');
    expect(await stored()).toEqual([]);
  });

  it('writes the approval in the name of the caller that AWS gives, whatever the body says', async () => {
    const body = { ...bodyOf(stepOf(1)), by: 'arn:aws:iam::123456789012:user/eve', how: 'sts' };
    const event = urlEvent(Buffer.from(JSON.stringify(body)).toString('base64'), bob, { isBase64Encoded: true });
    const { statusCode, body: answer } = await invoke(event);
    expect([statusCode, JSON.parse(answer)]).toEqual([
      200,
      { approved: [{ step: stepOf(1).hash, until: expect.stringMatching(/Z$/) }] },
    ]);
    expect(await stored()).toMatchObject([
      { approval: { step: stepOf(1).hash, by: bob.arn, byId: bob.userId, how: 'function-url', reason: 'left in May' } },
    ]);
    const log = said.join('\n');
    expect(log).toContain(bob.arn);
    expect(log).not.toContain('secret-of-the-header');
    expect(log).not.toContain('left in May');
  });

  it('is reached by the request that the command line signs, and by no other', async () => {
    const door = await startFunctionUrl([bob], invoke);
    const url = new URL(door.url);
    const body = JSON.stringify(bodyOf(stepOf(2)));
    const send = (secretAccessKey: string) =>
      postSigned(url, body, { credentials: { ...bob, secretAccessKey }, region: 'eu-west-1' });
    expect(await send('another secret')).toMatchObject({ status: 403 });
    expect(door.refused).toEqual(['the signature is wrong']);
    expect(await send(bob.secretAccessKey)).toMatchObject({ status: 200 });
    expect((await fetch(url, { method: 'POST', body })).status).toBe(403);
    door.stop();
    expect(await stored()).toHaveLength(2);
  });
});

it('the Region to sign for stands in the address of a function URL', () => {
  const regions = ['https://x.lambda-url.eu-west-1.on.aws/', 'https://approve.example.com/'];
  expect(regions.map((each) => regionOfUrl(new URL(each)))).toEqual(['eu-west-1', undefined]);
});
