import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Region } from '../../../domain/ids.ts';
import { mentionsIn } from '../../../domain/references/mentions.ts';
import {
  type FoundReferences,
  type NotLookedAt,
  type ReferenceKind,
  referenceKinds,
} from '../../../domain/references/reference.ts';
import { lookedAtWords, notLookedAtLines, standingWords } from '../../../domain/references/references-words.ts';
import { isCurrent, standingOf, stopsFirst } from '../../../domain/references/standing.ts';
import { referencesIn } from '../../../domain/references/stored-references.ts';
import { referencesEntry } from '../../../domain/sightings/entry.ts';
import { daysAgo, now, region, user } from '../builders.ts';

const alice = { userId: user(), userName: 'alice', arn: 'arn:aws:iam::123456789012:user/team/alice' };
const statement = (fields: object) => JSON.stringify({ Version: '2012-10-17', Statement: [fields] });

/** The ARN of alice in so many lists or objects. */
const nested = (depth: number, before: string, after: string) =>
  `${before.repeat(depth)}"${alice.arn}"${after.repeat(depth)}`;

describe('a document names the user', () => {
  it.each([
    ['as a principal', { Principal: { AWS: alice.arn } }, 'Statement[0].Principal.AWS', 'arn'],
    ['among principals', { Principal: { AWS: ['*', alice.arn] } }, 'Statement[0].Principal.AWS[1]', 'arn'],
    ['as the id that a deleted principal turns into', { NotPrincipal: { AWS: alice.userId } }, undefined, 'unique-id'],
    ['as a resource', { Resource: alice.arn }, 'Statement[0].Resource', 'arn'],
    [
      'in a condition on the caller',
      { Condition: { ArnLike: { 'aws:PrincipalArn': [alice.arn] } } },
      'Statement[0].Condition.ArnLike.aws:PrincipalArn[0]',
      'arn',
    ],
    [
      'in a condition on the id',
      { Condition: { StringLike: { 'aws:userid': `${alice.userId}:*` } } },
      undefined,
      'unique-id',
    ],
    [
      'by its name alone',
      { Condition: { StringEquals: { 'aws:UserName': ['bob', 'Alice'] } } },
      'Statement[0].Condition.StringEquals.aws:UserName[1]',
      'name',
    ],
    ['in another case', { Principal: { AWS: alice.arn.toUpperCase() } }, undefined, 'arn'],
  ] as const)('%s', (_, fields, where, by) => {
    expect(mentionsIn(statement(fields), alice)).toEqual([{ where: where ?? expect.any(String), by }]);
    expect(mentionsIn(encodeURIComponent(statement(fields)), alice)).toHaveLength(1);
  });

  it.each([
    ['the whole account', { Principal: { AWS: 'arn:aws:iam::123456789012:root' } }],
    ['everybody', { Principal: '*' }],
    ['a pattern that fits', { Resource: 'arn:aws:iam::123456789012:user/team/*' }],
    ['another user whose name begins the same', { Principal: { AWS: `${alice.arn}-2` } }],
    ['the name as a word of another meaning', { Sid: 'alice', Condition: { StringEquals: { 's3:prefix': 'alice' } } }],
  ])('but not where it names %s', (_, fields) => {
    expect(mentionsIn(statement(fields), alice)).toEqual([]);
  });

  it.each(['', 'not JSON', '"text"', 'null', '%', nested(61, '[', ']'), nested(61, '{"a":', '}')])(
    'and nobody knows where the document cannot be read: %s',
    (text) => {
      expect(mentionsIn(text, alice)).toBeUndefined();
    },
  );

  it('as deep as no policy goes', () => {
    expect(mentionsIn(nested(60, '[', ']'), alice)).toEqual([{ where: '[0]'.repeat(60), by: 'arn' }]);
    expect(mentionsIn(nested(60, '{"a":', '}'), alice)).toHaveLength(1);
  });

  it('at a place whose path is short enough to keep', () => {
    const [mention] = mentionsIn(JSON.stringify({ ['k'.repeat(5000)]: alice.arn }), alice) ?? [];
    expect(mention).toEqual({ where: 'k'.repeat(200), by: 'arn' });
  });

  it('wherever in it the id stands', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.string(), (value, around) => {
        const text = JSON.stringify({ before: value, list: [value, `${around}${alice.userId}${around}`] });
        expect(mentionsIn(text, alice)).toContainEqual({ where: 'list[1]', by: 'unique-id' });
      }),
      { numRuns: 50 },
    );
  });
});

const search = (changes: Partial<FoundReferences> = {}): FoundReferences => ({
  user: alice,
  askedAt: now,
  regions: [region()],
  regionsLeftOut: [],
  doubts: [],
  lookedAt: referenceKinds.map((kind) => ({ kind, region: null, resources: 2 })),
  notLookedAt: [],
  found: [],
  places: 0,
  ...changes,
});
const found = (kind: ReferenceKind) => ({
  found: [{ kind, region: null, resource: 'it', where: 'Principal', by: 'arn' as const }],
  places: 1,
});
const refused = (changes: Partial<NotLookedAt> = {}): NotLookedAt[] => [
  { kind: 'secret-policy', region: region(), why: 'AccessDenied', resources: null, ...changes },
];

describe('a search', () => {
  it.each([
    ['is clear where everything was looked at', search(), 'clear'],
    ['is not clear where a kind was refused', search({ notLookedAt: refused() }), 'not-known'],
    ['nor where a Region was left out', search({ regionsLeftOut: ['us-east-1' as Region] }), 'not-known'],
    ['nor where the Regions are not known', search({ doubts: ['which Regions are enabled'] }), 'not-known'],
    ['nor where a kind was never asked', search({ lookedAt: search().lookedAt.slice(1) }), 'not-known'],
    ['tells of a place', search({ ...found('bucket-policy'), notLookedAt: refused() }), 'named'],
    ['stops at a KMS key', search(found('kms-key-policy')), 'stop'],
    ['stops at a KMS grant', search({ ...found('kms-grant'), notLookedAt: refused() }), 'stop'],
  ] as const)('%s', (_, references, standing) => {
    expect(standingOf(references)).toBe(standing);
    expect(standingWords(references)).toMatch(/alice/);
  });

  it('names what was refused, and never takes it as clean', () => {
    fc.assert(
      fc.property(fc.constantFrom(...referenceKinds), fc.integer({ min: 0, max: 3 }), (kind, count) => {
        const resources = count === 0 ? null : { count, first: 'it' };
        const references = search({ notLookedAt: refused({ kind, resources }) });
        expect(standingOf(references)).toBe('not-known');
        expect(notLookedAtLines(references)).toHaveLength(1);
      }),
      { numRuns: 20 },
    );
    expect(notLookedAtLines(search({ notLookedAt: refused() }))).toEqual([
      'policies of secrets in eu-west-1: none could be listed (AccessDenied)',
    ]);
    const two = refused({ kind: 'kms-key-policy', resources: { count: 2, first: 'key-1' } });
    expect(notLookedAtLines(search({ notLookedAt: two, regionsLeftOut: ['us-east-1' as Region] }))).toEqual([
      'policies of KMS keys in eu-west-1: key-1 and 1 other could not be read (AccessDenied)',
      'Regions left out: us-east-1',
    ]);
  });

  it('puts what stops a deletion first', () => {
    const places = (['bucket-policy', 'kms-grant', 'role-policy', 'kms-key-policy'] as const).flatMap(
      (kind) => found(kind).found,
    );
    expect(stopsFirst(places).map(({ kind }) => kind)).toEqual([
      'kms-grant',
      'kms-key-policy',
      'bucket-policy',
      'role-policy',
    ]);
  });

  it('adds up what was read in all Regions', () => {
    const lookedAt = ['eu-west-1', 'us-east-1'].map((name) => {
      return { kind: 'kms-grant' as const, region: name as Region, resources: 700 };
    });
    expect(lookedAtWords(search({ lookedAt }))).toBe('1,400 grants of KMS keys');
  });

  it('holds for seven days, and not before it was made', () => {
    expect([7, 7.1, -1].map((days) => isCurrent(search({ askedAt: daysAgo(days) }), now))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('is read back as it was stored, and not at all where it was altered', () => {
    const references = search({ ...found('kms-grant'), notLookedAt: refused() });
    const item = { entry: referencesEntry(user()), format: 1, references: JSON.parse(JSON.stringify(references)) };
    const read = (changes: object, of = user()) => referencesIn([{ entry: 'run' }, { ...item, ...changes }], of);
    expect(read({})).toEqual(references);
    expect(read({}, user('AIDAANOTHER000000001'))).toBeUndefined();
    expect(read({ format: 2 })).toBeUndefined();
    expect(read({ references: { ...references, notLookedAt: undefined } })).toBeUndefined();
    expect(read({ references: { ...references, user: { ...alice, userId: 'AIDAANOTHER000000001' } } })).toBeUndefined();
  });
});
