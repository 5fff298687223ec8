/** Reads the input of ingest. */

import { hasField, isJsonObject, type JsonObject, objectAt, textAt } from '../../domain/json.ts';
import type { Delivery } from '../ingest/read-deliveries.ts';

/**
 * The function's input: an event that invoked it directly, or messages of its queue, each acknowledged by its own id.
 */
export type Invocation =
  | { readonly kind: 'direct'; readonly delivery: LambdaDelivery }
  | { readonly kind: 'queue'; readonly deliveries: readonly (LambdaDelivery & { readonly messageId: string })[] };

/**
 * A delivery, with the id of its EventBridge event for the log, and with the text that the dead-letter queue keeps.
 * Sent from there to the retry queue, that text is read as this delivery again.
 */
export type LambdaDelivery = ReadDelivery & { readonly letter: () => string };

type ReadDelivery = Delivery & { readonly eventId: string | undefined };

/**
 * Reads the three forms: an EventBridge event, invoked directly; and a batch of queue messages, each holding either
 * Lambda's on-failure record of such an invocation or an EventBridge event from its rule's dead-letter queue. Anything
 * else is malformed, never ignored. Throws for a message without an id: it could not be reported as failed.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function readInvocation(event: unknown, requestId: string, functionArn: string): Invocation {
  const messages = isJsonObject(event) ? event['Records'] : undefined;
  if (!Array.isArray(messages)) {
    const letter = () => JSON.stringify(failureRecord(event, requestId, functionArn));
    return { kind: 'direct', delivery: { ...readEvent(event, requestId, ''), letter } };
  }
  return { kind: 'queue', deliveries: messages.map((message) => readMessage(message, functionArn)) };
}

/** An event as Lambda's on-failure destination gets it. */
function failureRecord(requestPayload: unknown, requestId: string, functionArn: string) {
  const requestContext = { requestId, functionArn, condition: 'Malformed', approximateInvokeCount: 1 };
  return { version: '1.0', timestamp: new Date().toISOString(), requestContext, requestPayload };
}

function readMessage(message: unknown, functionArn: string) {
  const messageId = isJsonObject(message) ? textAt(message, 'messageId') : undefined;
  if (!isJsonObject(message) || messageId === undefined) throw new Error('a message of the batch has no messageId');
  const { body } = message;
  const letter = () => (typeof body === 'string' && body !== '' ? body : JSON.stringify(message));
  return { messageId, ...readBody(body, messageId, functionArn), letter };
}

function readBody(text: unknown, messageId: string, functionArn: string): ReadDelivery {
  let body: unknown;
  try {
    body = JSON.parse(String(text));
  } catch {
    return malformed(messageId, 'body', 'not JSON');
  }
  if (!isJsonObject(body) || !(hasField(body, 'requestContext') || hasField(body, 'requestPayload'))) {
    return readEvent(body, messageId, 'body');
  }
  const failed = objectAt(body, 'requestContext') ?? {};
  const delivery = readEvent(body['requestPayload'], textAt(failed, 'requestId') ?? messageId, 'body.requestPayload');
  const isOurs = unqualified(textAt(failed, 'functionArn')) === unqualified(functionArn);
  return isOurs ? delivery : { ...delivery, body: { kind: 'refused', reason: 'foreign-function' } };
}

/** The ARN of a function without its version or alias: `arn:aws:lambda:REGION:ACCOUNT:function:NAME`. */
const unqualified = (arn: string | undefined) => arn?.split(':').slice(0, 7).join(':');

function readEvent(event: unknown, deliveryId: string, path: string): ReadDelivery {
  const at = (field: string) => (path === '' ? field : `${path}.${field}`);
  if (!isJsonObject(event)) return malformed(deliveryId, path || '$', 'not a JSON object');
  if (textAt(event, 'detail-type') === undefined) {
    return malformed(deliveryId, at('detail-type'), 'missing: not an EventBridge event', idOf(event));
  }
  return { deliveryId, eventId: idOf(event), body: { kind: 'event', event } };
}

const idOf = (event: JsonObject) => textAt(event, 'id', 64);

function malformed(deliveryId: string, field: string, why: string, eventId?: string): ReadDelivery {
  return { deliveryId, eventId, body: { kind: 'malformed', field, why } };
}
