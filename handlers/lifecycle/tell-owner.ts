/** Tells the owner of a user what happened to it, and the bus. */

import type { LifecycleEvent, UserEntries } from '../../domain/lifecycle/lifecycle.ts';
import type { LifecyclePlan } from '../../domain/lifecycle/plan.ts';
import type { Step } from '../../domain/lifecycle/step.ts';
import { afterNotice } from '../../domain/lifecycle/transition.ts';
import { announcementOf } from '../../domain/notices/announcement.ts';
import { noticeEvent } from '../../domain/notices/notice-event.ts';
import { noticeText } from '../../domain/notices/notice-text.ts';
import type { Sighting } from '../../domain/sightings/sighting.ts';
import { tryAsk } from '../../infra/aws/answer.ts';
import type { NoticeSender } from '../../infra/ports/notice-sender.ts';
import type { Acting, ActResult } from './act-ports.ts';
import { eventOf } from './advance.ts';
import { readUser } from './read-user.ts';
import { overtakenWords, writeTransition } from './write-transition.ts';

/** The user that an event is about: its ARN, and the latest call that CloudTrail recorded. */
export interface About {
  readonly arn: string;
  readonly call: Sighting | undefined;
}

/** Why nobody is noticed. */
export const noSenderWords =
  'nobody can be told: set lifecycle.noticeTopic in lastseen.yml, or give --notices FOLDER and send the files';

/**
 * Sends a notice, then writes that it was sent: a notice that was not sent never counts, and a death between the two
 * sends it twice.
 */
export async function notify(
  step: Step,
  { hash, settings }: LifecyclePlan,
  found: { readonly entries: UserEntries } & About,
  sender: NoticeSender,
  acting: Acting,
): Promise<ActResult> {
  const changes = afterNotice(found.entries, step, hash, settings, acting.ports.clock());
  const draft = eventOf(acting, step, found.entries, 'noticed', changes);
  const refused = await publish(draft, found, sender, acting);
  if (refused !== undefined) return { kind: 'failed', why: refused };
  const event = eventOf(acting, step, found.entries, 'noticed', changes);
  const written = await writeTransition(acting.ports.table, acting.as.accountId, found.entries, event);
  if (written.kind === 'written') return { kind: 'done', why: await putOnBus(event, found, acting) };
  return { kind: 'failed', why: `the notice was sent, but ${overtakenWords(written.entries)}` };
}

/** Tells the owner where a user stands after an act. The act stands, also where that fails: the result says so. */
export async function withAnnouncement(
  result: ActResult,
  user: Pick<Step, 'userId' | 'arn'>,
  { call }: Pick<About, 'call'>,
  acting: Acting,
): Promise<ActResult> {
  const { notices, table } = acting.ports;
  const { entries } = await readUser(table, acting.as.accountId, user.userId);
  const event = entries.events.at(-1);
  if (event === undefined) return result;
  const about = { arn: user.arn, call };
  const untold = notices && (await publish(event, about, notices, acting));
  return { ...result, why: joined(result.why, untold, await putOnBus(event, about, acting)) };
}

async function publish(
  event: LifecycleEvent,
  about: About,
  sender: NoticeSender,
  { ports, as, calls }: Acting,
): Promise<string | undefined> {
  const announcement = announcementOf(event, { accountId: as.accountId, ...about });
  if (announcement === undefined) return undefined;
  const at = ports.clock();
  const sent = await tryAsk('sns:Publish', () => sender.send(noticeText(announcement)));
  const requestId = sent.kind === 'answered' ? sent.value : undefined;
  const outcome = sent.kind === 'answered' ? 'done' : sent.failure.why;
  calls.push({ action: 'Publish', at, ...(requestId !== undefined && { requestId }), outcome });
  return sent.kind === 'answered' ? undefined : `its owner was not told (${sent.failure.why})`;
}

/** Puts the event on the bus, where there is one; answers why not, in words. */
async function putOnBus(event: LifecycleEvent, about: About, { ports, as }: Acting): Promise<string | undefined> {
  const { publishEvent } = ports;
  const announcement = announcementOf(event, { accountId: as.accountId, ...about });
  if (publishEvent === undefined || announcement === undefined) return undefined;
  const put = await tryAsk('events:PutEvents', () => publishEvent(noticeEvent(announcement)));
  return put.kind === 'answered' ? undefined : `its event was not published (${put.failure.why})`;
}

const joined = (...words: readonly (string | undefined)[]): string | undefined =>
  words.filter(Boolean).join('; ') || undefined;
