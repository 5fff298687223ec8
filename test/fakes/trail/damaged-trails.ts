/** Ways to damage a signed trail, each with its name. */

import { gunzipSync, gzipSync } from 'node:zlib';
import { digestKey, type SignedObject, signedTrail } from './signed-trail.ts';

type Objects = Map<string, SignedObject>;

/** The hours of each trail here: enough for a gap at the end, in the middle and at the start. */
export const trailHours = 6;

const sound = (): Objects => signedTrail({ hours: trailHours, files: { 1: 2, 4: 1 } });
const isLog = (key: string) => !key.includes('CloudTrail-Digest');
const nothing: SignedObject = { bytes: Buffer.alloc(0), metadata: {} };

function edited(edits: readonly (readonly [string, (object: SignedObject) => SignedObject | undefined])[]): Objects {
  const objects = sound();
  for (const [key, edit] of edits) {
    const object = edit(objects.get(key) ?? nothing);
    if (object === undefined) objects.delete(key);
    else objects.set(key, object);
  }
  return objects;
}

const logs = [...sound().keys()].filter(isLog);
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
const longer = text((json) => json.replace('{', '{ '));

/** One damage to one digest, at the start, in the middle and at the end of the chain. */
const toDigests: readonly (readonly [string, (object: SignedObject) => SignedObject | undefined])[] = [
  ['removed', removed],
  ['altered', longer],
  ['with another signature', unsigned],
  ['of an unknown key', otherKey],
  ['that is no gzip', noGzip],
];

const toLogs: readonly (readonly [string, (object: SignedObject) => SignedObject | undefined])[] = [
  ['removed', removed],
  ['altered', longer],
  ['that is no gzip', noGzip],
  ['cut short', truncated],
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
  [
    'a backfill chain',
    new Map([...sound(), ...signedTrail({ hours: 2, start: 1, files: { 1: 1 }, isBackfill: true })]),
  ],
]);
