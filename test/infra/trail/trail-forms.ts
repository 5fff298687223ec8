import { gzipSync } from 'node:zlib';

export type Json = Record<string, unknown>;

/** A small made-up record whose text is awkward to cut: a quote, a backslash, letters of two to four bytes. */
export function record(eventID: string, more: Json = {}): Json {
  const requestParameters = { note: 'ä€😀 "\\ {[', Records: [{ decoy: true }], nested: { Events: [{ decoy: true }] } };
  return { eventVersion: '1.11', eventID, requestParameters, resources: [{ ARN: 'arn' }], ...more };
}

export const three: readonly Json[] = [record('a'), record('b'), record('c')];

const event = (detail: Json) => ({ version: '0', 'detail-type': 'AWS API Call via CloudTrail', resources: [], detail });
const message = (detail: Json, index: number) => ({ id: `${index}`, timestamp: 1, message: JSON.stringify(detail) });
const found = (detail: Json) => ({ EventId: detail['eventID'], CloudTrailEvent: JSON.stringify(detail) });
const subscription = (records: readonly Json[]) => ({ messageType: 'DATA_MESSAGE', logEvents: records.map(message) });

/** Each form in which people have CloudTrail, as a writer of records. */
export const forms: Readonly<Record<string, (records: readonly Json[]) => string>> = {
  'a trail file': (records) => JSON.stringify({ Records: records }),
  'a pretty-printed trail file': (records) => JSON.stringify({ Records: records }, null, 2),
  'an array of records': (records) => JSON.stringify(records),
  'one record a line': (records) => records.map((each) => `${JSON.stringify(each)}\n`).join(''),
  'records without a line end between': (records) => records.map((each) => JSON.stringify(each)).join(''),
  'pretty-printed records': (records) => records.map((each) => `${JSON.stringify(each, null, 2)}\n`).join(''),
  'one trail file a line': (records) => records.map((each) => `${JSON.stringify({ Records: [each] })}\n`).join(''),
  'one EventBridge event a line': (records) => records.map((each) => `${JSON.stringify(event(each))}\n`).join(''),
  'an array of EventBridge events': (records) => JSON.stringify(records.map(event)),
  'an answer of lookup-events': (records) => JSON.stringify({ Events: records.map(found), NextToken: 'x' }),
  'an answer of filter-log-events': (records) => JSON.stringify({ events: records.map(message) }),
  'messages of a log subscription': (records) => records.map((each) => JSON.stringify(subscription([each]))).join(''),
  'the event of a subscribed function': (records) => {
    const data = gzipSync(JSON.stringify(subscription(records))).toString('base64');
    return JSON.stringify({ awslogs: { data } });
  },
};

/** Bytes as a stream, cut into chunks of a size. */
export async function* chunksOf(bytes: Uint8Array, size = bytes.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
