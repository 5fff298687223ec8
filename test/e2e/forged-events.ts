import {
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../domain/json.ts';
import { type AwsAccount, accountId, region } from '../fakes/aws-account.ts';
import { call } from './inputs.ts';

/** What the suite needs of the deployed stack. */
export interface DeployedIngest {
  readonly account: AwsAccount;
  /** The handler of the packaged bundle. */
  readonly ingest: (event: unknown) => Promise<unknown>;
  readonly functionArn: string;
  readonly hasItem: (entry: string) => Promise<boolean>;
  readonly queueNamed: (name: string) => Promise<{ readonly url: string; readonly arn: string }>;
  readonly drain: (url: string) => Promise<readonly { readonly body: string }[]>;
}

const forgedUser = 'AIDAFORGED000000001';
const genuineUser = 'AIDAGENUINE00000001';
/** A Region from which nothing genuine came: a forged event must not make it look watched. */
const blindRegion = 'ap-south-2';
const another = '999999999999';

function eventOf(userId: string, changes: JsonObject = {}, ofRecord: JsonObject = {}): JsonObject {
  const record = call('mallory', new Date(Date.now() - 60_000).toISOString().replace(/\.\d+/, ''), {
    recipientAccountId: accountId,
    awsRegion: userId === forgedUser ? blindRegion : region,
    readOnly: true,
    managementEvent: true,
    eventCategory: 'Management',
  });
  const arn = `arn:aws:iam::${accountId}:user/mallory`;
  const userIdentity = { ...(record['userIdentity'] as object), principalId: userId, accountId, arn };
  return {
    version: '0',
    id: `envelope-${record['eventID']}`,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.s3',
    account: accountId,
    region,
    detail: { ...record, userIdentity, ...ofRecord },
    ...changes,
  };
}

const forgedEnvelopes: readonly [string, JsonObject][] = [
  ['a foreign source', { source: 'custom.app' }],
  ['our own source', { source: 'lastseen' }],
  ['the source of a partner', { source: 'aws.partner/example.com' }],
  ['a source that only begins like one of AWS', { source: 'awsome.app' }],
  ['a list of sources', { source: ['aws.s3'] }],
  ['no source', { source: undefined }],
  ['no account', { account: undefined }],
  ['an empty account', { account: '' }],
  ['a foreign account', { account: another }],
  ['a list of accounts', { account: [accountId] }],
  ['a foreign recipient', { detail: eventOf(forgedUser, {}, { recipientAccountId: another })['detail'] }],
  ['a recipient that is no text', { detail: eventOf(forgedUser, {}, { recipientAccountId: 123456789012 })['detail'] }],
];

const genuine = () => eventOf(genuineUser);
const forged = (changes: JsonObject) => eventOf(forgedUser, changes);
const message = (messageId: string, body: unknown) => ({
  messageId,
  body: JSON.stringify(body),
  eventSource: 'aws:sqs',
});
const onFailure = (requestPayload: unknown, requestContext: unknown) => ({
  version: '1.0',
  requestContext,
  requestPayload,
  responseContext: { statusCode: 200, functionError: 'Unhandled' },
});

/** Forged events on the bus, at the function and in its retry queue, through the bundle as it is deployed. */
export function forgedEventsSuite(deployed: () => DeployedIngest): void {
  describe('forged events', () => {
    let lines: JsonObject[];
    beforeEach(() => {
      lines = [];
      vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
        for (const line of String(text).split('\n'))
          if (line.startsWith('{')) lines.push(JSON.parse(line) as JsonObject);
        return true;
      });
    });
    afterEach(() => vi.restoreAllMocks());
    const sum = (name: string) => lines.reduce((total, line) => total + Number(line[name] ?? 0), 0);
    const nothingForged = async () => {
      const { hasItem } = deployed();
      expect([await hasItem(`user#${forgedUser}`), await hasItem(`region#${blindRegion}`)]).toEqual([false, false]);
    };

    it('at the function write nothing, are counted as refused, and do not come again; the genuine one writes', async () => {
      const { ingest, hasItem } = deployed();
      for (const [what, changes] of forgedEnvelopes) expect(await ingest(forged(changes)), what).toBeUndefined();
      expect(sum('RecordsRefused')).toBe(forgedEnvelopes.length);
      await nothingForged();
      await ingest(genuine());
      expect(sum('RecordsRefused')).toBe(forgedEnvelopes.length);
      expect([await hasItem(`user#${genuineUser}`), await hasItem(`region#${region}`)]).toEqual([true, true]);
    });

    it('in the retry queue write nothing, beside a genuine one that writes', async () => {
      const { ingest, functionArn, hasItem } = deployed();
      const ours = { requestId: 'r1', functionArn: `${functionArn}:$LATEST` };
      const strangers: readonly unknown[] = [
        undefined,
        {},
        'text',
        { requestId: 'r1' },
        { ...ours, functionArn: null },
        { ...ours, functionArn: `${functionArn}-2` },
        { ...ours, functionArn: functionArn.replace(accountId, another) },
        { ...ours, functionArn: [functionArn] },
      ];
      const late = { ...genuine(), id: 'late' };
      const Records = [
        ...strangers.map((context, index) => message(`context-${index}`, onFailure(forged({}), context))),
        ...forgedEnvelopes.map(([what, changes]) => message(what, onFailure(forged(changes), ours))),
        ...forgedEnvelopes.map(([what, changes]) => message(`bare ${what}`, forged(changes))),
        message('genuine', onFailure(late, ours)),
      ];
      expect(await ingest({ Records })).toEqual({ batchItemFailures: [] });
      expect(sum('RecordsRefused')).toBe(Records.length - 1);
      expect(sum('RecordsRecorded')).toBeGreaterThanOrEqual(1);
      await nothingForged();
      expect(await hasItem(`user#${genuineUser}`)).toBe(true);
    });

    it('put on the bus reach no target of the deployed rules; the genuine one does', async () => {
      const { account, queueNamed, drain } = deployed();
      const events = new EventBridgeClient(account.client);
      const tap = await queueNamed('tap');
      // The emulator fails where a rule that matches sends to a function: here each sends to a queue instead.
      for (const Rule of ['lastseen-prod-calls', 'lastseen-prod-sign-ins']) {
        const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule }));
        await events.send(new RemoveTargetsCommand({ Rule, Ids: Targets.map(({ Id }) => `${Id}`) }));
        await events.send(new PutTargetsCommand({ Rule, Targets: [{ Id: 'tap', Arn: tap.arn }] }));
      }
      const entryOf = (event: JsonObject, DetailType = event['detail-type']) => {
        return { Source: `${event['source']}`, DetailType: `${DetailType}`, Detail: JSON.stringify(event['detail']) };
      };
      const sources = ['custom.app', 'awsome.app'];
      const Entries = [
        ...sources.map((source) => entryOf(forged({ source }))),
        entryOf(forged({ source: 'custom.app' }), 'AWS Console Sign In via CloudTrail'),
        entryOf(genuine()),
      ];
      await events.send(new PutEventsCommand({ Entries }));
      const arrived = (await drain(tap.url)).map(({ body }) => JSON.parse(body) as JsonObject);
      expect(arrived.map(({ source }) => source)).toEqual(['aws.s3']);
    });
  });
}
