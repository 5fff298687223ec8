import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../domain/json.ts';
import { account, record, recordBy, user } from '../../domain/builders.ts';
import { sightingModel } from '../../fakes/sighting-model.ts';
import { delivery, eventOf, sandbox } from './ingest-world.ts';

const another = '999999999999';
/** A call that proves its Region, by nobody whom we assess. */
const proof = (changes: JsonObject = {}) => record({ userIdentity: { type: 'AssumedRole' }, ...changes });
const without = (key: string, event: JsonObject) =>
  Object.fromEntries(Object.entries(event).filter(([name]) => name !== key));

const foreign: readonly [string, string, JsonObject][] = [
  ['of a source that is not AWS', 'foreign-source', eventOf(record(), { source: 'custom.app' })],
  ['of a source that only ends like one of AWS', 'foreign-source', eventOf(record(), { source: 'not-aws.s3' })],
  ['of a source that lacks the dot', 'foreign-source', eventOf(record(), { source: 'aws' })],
  ['of a partner', 'foreign-source', eventOf(record(), { source: 'aws.partner/example.com/1' })],
  ['of a source that is no text', 'foreign-source', eventOf(record(), { source: ['aws.s3'] })],
  ['without a source', 'foreign-source', without('source', eventOf(record()))],
  ['of another account', 'foreign-account', eventOf(record(), { account: another })],
  ['without an account', 'foreign-account', without('account', eventOf(record()))],
  ['of an account that is no text', 'foreign-account', eventOf(record(), { account: Number(account()) })],
  ['whose record is for another account', 'foreign-account', eventOf(record({ recipientAccountId: another }))],
  ['whose record is for no text', 'foreign-account', eventOf(record({ recipientAccountId: 123456789012 }))],
  [
    'whose record names another account alone',
    'foreign-account',
    eventOf(
      recordBy({ accountId: undefined, arn: `arn:aws:iam::${another}:user/eve` }, { recipientAccountId: undefined }),
    ),
  ],
  ['whose proof is for another account', 'foreign-account', eventOf(proof({ recipientAccountId: another }))],
  [
    'whose proof is by another account',
    'foreign-account',
    eventOf(proof({ recipientAccountId: undefined, userIdentity: { type: 'AssumedRole', accountId: another } })),
  ],
  ['that is malformed and forged', 'foreign-source', eventOf(record({ eventTime: 'never' }), { source: 'forged' })],
];

describe('an event', () => {
  it.each(foreign)('%s is refused: %s, and nothing of it is in the table', async (_, reason, event) => {
    const { table, read } = sightingModel();
    const { outcomes, counts } = await sandbox(table).ingest([delivery(event)]);
    expect(outcomes).toEqual([{ kind: 'refused', reason }]);
    expect(counts).toEqual({ received: 1, recorded: 0, ignored: 0, refused: 1, malformed: 0, failed: 0 });
    const { lastSeen, watches } = await read();
    expect([lastSeen.size, watches.size]).toEqual([0, 0]);
  });

  it('of another account of ours is recorded under that account', async () => {
    const accounts = new Set([account(), account(another)]);
    const theirs = recordBy({ accountId: another }, { recipientAccountId: another });
    const { outcomes } = await sandbox(sightingModel().table, { accounts }).ingest([
      delivery(eventOf(theirs, { account: another })),
    ]);
    expect(outcomes).toMatchObject([{ kind: 'recorded' }]);
  });

  it('that another Region forwarded is recorded: its source stays that of AWS', async () => {
    const { table, read } = sightingModel();
    await sandbox(table).ingest([delivery(eventOf(record({ awsRegion: 'us-east-1' }), { region: 'us-east-1' }))]);
    expect([...(await read()).lastSeen.keys()]).toEqual([`user#${user()}`]);
  });

  it('of old, whose record does not say for whom it is, is recorded by its caller', async () => {
    const { outcomes } = await sandbox(sightingModel().table).ingest([
      delivery(eventOf(record({ recipientAccountId: undefined }))),
    ]);
    expect(outcomes).toMatchObject([{ kind: 'recorded' }]);
  });
});
