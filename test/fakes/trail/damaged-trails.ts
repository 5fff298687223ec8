/** Ways to damage a signed trail, each with its name. */

import { gunzipSync, gzipSync } from 'node:zlib';
import { digestKey, type SignedObject, signedTrail } from './signed-trail.ts';

type Objects = Map<string, SignedObject>;

/** The hours of each trail here: enough for a gap at the end, in the middle and at the start. */
export const trailHours = 6;

const plan = { hours: trailHours, files: { 1: 2, 4: 1 } };
const sound = (): Objects => signedTrail(plan);
const backfillPlan = { hours: 2, start: 1, files: { 1: 1 }, isBackfill: true };
const withBackfill = (): Objects => new Map([...sound(), ...signedTrail(backfillPlan)]);
const isLog = (key: string) => !key.includes('CloudTrail-Digest');
const nothing: SignedObject = { bytes: Buffer.alloc(0), metadata: {} };

type Edit = (object: SignedObject) => SignedObject | undefined;

function edited(edits: readonly (readonly [string, Edit])[], objects = sound()): Objects {
  for (const [key, edit] of edits) {
    const object = edit(objects.get(key) ?? nothing);
    if (object === undefined) objects.delete(key);
    else objects.set(key, object);
  }
  return objects;
}

const logs = [...sound().keys()].filter(isLog);
const backfilled = [...signedTrail(backfillPlan).keys()].find(isLog) ?? '';
const text =
  (edit: (text: string) => string) =>
  (object: SignedObject): SignedObject => ({
    ...object,
    bytes: gzipSync(edit(gunzipSync(object.bytes).toString())),
  });
const removed = () => undefined;
const noGzip = (object: SignedObject): SignedObject => ({ ...object, bytes: Buffer.from('no gzip') });
const truncated = (object: SignedObject): SignedObject => ({ ...object, bytes: object.bytes.subarray(0, 40) });
const unsigned = (object: SignedObject): SignedObject => ({
  ...object,
  metadata: { ...object.metadata, signature: '00' },
});
const otherKey = text((json) => json.replace(/("digestPublicKeyFingerprint":")[^"]*/, '$1ffffffffffffffff'));
const noJson = text(() => 'no JSON');
const empty = (object: SignedObject): SignedObject => ({ ...object, bytes: Buffer.alloc(0) });
const unpacked = (object: SignedObject): SignedObject => ({ ...object, bytes: gunzipSync(object.bytes) });
const withoutMetadata = (object: SignedObject): SignedObject => ({ ...object, metadata: {} });
const withTail = (object: SignedObject): SignedObject => ({
  ...object,
  bytes: Buffer.concat([object.bytes, Buffer.from('and more')]),
});

/** The trail with an object that moved from one key to the other; that of the other key moves to the first. */
function swapped(one: string, other: string): Objects {
  const objects = sound();
  const [first, second] = [objects.get(one), objects.get(other)];
  return edited(
    [
      [one, () => second],
      [other, () => first],
    ],
    objects,
  );
}

const longer = text((json) => json.replace('{', '{ '));

/** One damage to one digest, at the start, in the middle and at the end of the chain. */
const toDigests: readonly (readonly [string, Edit])[] = [
  ['removed', removed],
  ['altered', longer],
  ['with another signature', unsigned],
  ['of an unknown key', otherKey],
  ['that is no gzip', noGzip],
  ['that is no JSON', noJson],
];

const toLogs: readonly (readonly [string, Edit])[] = [
  ['removed', removed],
  ['altered', longer],
  ['that is no gzip', noGzip],
  ['cut short', truncated],
  ['empty', empty],
];

/** Every damage by its name. */
export const damagedTrails: ReadonlyMap<string, Objects> = new Map([
  ['nothing', sound()] as const,
  ...toDigests.flatMap(([how, edit]) =>
    [0, 1, 3, 5].map((hour) => [`digest ${hour} ${how}`, edited([[digestKey({}, hour), edit]])] as const),
  ),
  ...toLogs.flatMap(([how, edit]) =>
    logs.map((key, index) => [`log file ${index} ${how}`, edited([[key, edit]])] as const),
  ),
  ...[
    [1, 2],
    [2, 4],
    [1, 2, 3],
  ].map((hours) => {
    const edits = hours.map((hour) => [digestKey({}, hour), removed] as const);
    return [`digests ${hours.join(', ')} removed`, edited(edits)] as const;
  }),
  ['every log file removed', edited(logs.map((key) => [key, removed] as const))],
  [
    'digest 2 removed and log file 0 altered',
    edited([
      [digestKey({}, 2), removed],
      [logs[0] ?? '', longer],
    ]),
  ],
  ['logging off for two hours', new Map([...signedTrail({ hours: 2 }), ...signedTrail({ hours: 2, start: 4 })])],
  ['logging off twice', new Map([0, 2, 4].flatMap((start) => [...signedTrail({ hours: 1, start })]))],
  ['a backfill chain', withBackfill()],
  ['a backfill digest altered', edited([[digestKey(backfillPlan, 1), longer]], withBackfill())],
  ['a log file of a backfill digest removed', edited([[backfilled, removed]], withBackfill())],
  ["digest 2 under a log file's name", swapped(digestKey({}, 2), `${logs[0]}`.replace('ORDINARY', 'MOVED'))],
  ['digests 2 and 3 in the place of each other', swapped(digestKey({}, 2), digestKey({}, 3))],
  ['a trail copied from another bucket', signedTrail({ ...plan, bucket: 'elsewhere' })],
  ['digest 3 signed by a key that was not valid then', signedTrail({ ...plan, retiredKey: [3] })],
  ['every digest signed by a key that was not valid then', signedTrail({ ...plan, retiredKey: [0, 1, 2, 3, 4, 5] })],
]);

/** Trails of which `verify` says something else than `aws cloudtrail validate-logs`, on purpose. */
export const judgedOtherwise: ReadonlyMap<string, Objects> = new Map([
  ['digest 3 unpacked', edited([[digestKey({}, 3), unpacked]])],
  ['log file 0 unpacked', edited([[logs[0] ?? '', unpacked]])],
  ['log file 0 with bytes behind the gzip', edited([[logs[0] ?? '', withTail]])],
  ['digest 3 without metadata', edited([[digestKey({}, 3), withoutMetadata]])],
  ['an unknown hash algorithm', signedTrail({ ...plan, hashAlgorithm: 'SHA-3' })],
  ['digest 3 altered, in a second place', new Map([...sound(), ...otherPlace()])],
]);

function otherPlace(): Objects {
  const key = digestKey({}, 3);
  const digest = longer(sound().get(key) ?? nothing);
  return new Map([[key.replace('/2026/11/20/', '/2026/11/19/'), digest]]);
}
