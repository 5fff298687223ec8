/** Sends malformed events to ingest's dead-letter queue. */

import pMap from 'p-map';
import type { Outcome } from '../ingest/ingest.ts';
import { failureMessages } from './failure-messages.ts';
import type { LambdaDelivery } from './ingest-deliveries.ts';
import type { JsonLog } from './json-log.ts';

/** The dead-letter queue of ingest, and the time until which it may be used. */
export interface DeadLetterPorts {
  /** Throws unless the queue has confirmed the message; undefined where no queue is set. */
  readonly send: ((body: string) => Promise<void>) | undefined;
  readonly hasTime: () => boolean;
  readonly log: JsonLog;
}

const lettersAtOnce = 100;

/**
 * Sends malformed deliveries to the dead-letter queue: no later try could read them. Returns for each delivery whether
 * it must come again: because it failed, or because it is malformed and the queue did not take it.
 */
export function settleDeliveries(
  deliveries: readonly LambdaDelivery[],
  outcomes: readonly Outcome[],
  ports: DeadLetterPorts,
): Promise<boolean[]> {
  const settle = async (outcome: Outcome, index: number): Promise<boolean> => {
    const delivery = deliveries[index];
    if (outcome.kind !== 'malformed' || delivery === undefined) return outcome.kind === 'failed';
    return !(await isKept(delivery, ports));
  };
  return pMap(outcomes, settle, { concurrency: lettersAtOnce });
}

async function isKept({ letter, eventId }: LambdaDelivery, { send, hasTime, log }: DeadLetterPorts): Promise<boolean> {
  if (send === undefined || !hasTime()) return false;
  try {
    await send(letter());
    return true;
  } catch (cause) {
    const reason = failureMessages(cause);
    log('ERROR', 'the dead-letter queue did not take a malformed event', { eventId: eventId ?? null, reason });
    return false;
  }
}
