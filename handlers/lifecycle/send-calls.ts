/** Sends the calls of an act, one after the other. */

import type { UserEntries } from '../../domain/lifecycle/lifecycle.ts';
import type { IamCall } from '../../domain/lifecycle/step.ts';
import type { CallAnswer } from '../../infra/ports/iam-writer.ts';
import type { Acting } from './act-ports.ts';

/** Why a call must not be sent now: a reason in words, and the table's entries where somebody else wrote them. */
export interface Halt {
  readonly why: string;
  readonly overtakenBy?: UserEntries | undefined;
}

/** How far the calls came. `refusal` is the code of IAM's refusal. */
export type Sent = { readonly kind: 'sent' } | ({ readonly kind: 'stopped'; readonly refusal?: string } & Halt);

/** IAM's changes take seconds to count: a tag in a policy's condition, any of them in what IAM answers. */
export const pausesMs = [1_000, 2_000, 4_000, 8_000, 15_000];

/** Sends the calls in order, up to the first that is refused. `halt` is asked right before each call. */
export async function sendCalls(
  calls: readonly IamCall[],
  acting: Acting,
  halt: () => Promise<Halt | undefined>,
): Promise<Sent> {
  for (const call of calls) {
    const sent = await sendCall(call, acting, halt);
    if (sent.kind === 'stopped') return sent;
  }
  return { kind: 'sent' };
}

async function sendCall(
  call: IamCall,
  acting: Acting,
  halt: () => Promise<Halt | undefined>,
  pauses: readonly number[] = pausesMs,
): Promise<Sent> {
  const halted = await halt();
  if (halted !== undefined) return { kind: 'stopped', ...halted };
  const answer = await recordedCall(call, () => acting.ports.iam.send(call), acting);
  if (answer.kind === 'done') return { kind: 'sent' };
  const { kind, why } = answer.failure;
  const [pauseMs, ...later] = pauses;
  const mayCountLater = kind === 'denied' && call.action === 'AttachUserPolicy';
  if (!mayCountLater || pauseMs === undefined) {
    return { kind: 'stopped', why: `IAM refused ${call.action} (${why})`, refusal: why };
  }
  await acting.ports.pause(pauseMs);
  return sendCall(call, acting, halt, later);
}

/** Sends one call, and adds it to those of the act; with its name of the user where the record has another one. */
export async function recordedCall(
  { action, userName }: Pick<IamCall, 'userName'> & { readonly action: string },
  send: () => Promise<CallAnswer>,
  { ports, calls, userName: recorded }: Acting,
): Promise<CallAnswer> {
  const at = ports.clock();
  const answer = await send();
  const { requestId } = answer;
  const outcome = answer.kind === 'done' ? 'done' : answer.failure.why;
  const other = userName === recorded ? {} : { userName };
  calls.push({ action, ...other, at, ...(requestId !== undefined && { requestId }), outcome });
  return answer;
}
