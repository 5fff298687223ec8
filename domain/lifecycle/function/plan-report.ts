/** The message about a plan: what would be done or was done, and what stands in its way. */

import { type Digest as Message, maxBodyBytes } from '../../alerts/digest.ts';
import { type Section, sectionText } from '../../alerts/digest-section.ts';
import { parseUserId, type UserId } from '../../ids.ts';
import { plainText, utf8Bytes } from '../../plain-text.ts';
import { isListOf, isNullable, isObjectOf, isOneOf, isText, isUnionOf, parsedBy, type Shape } from '../../shape.ts';
import { type LeftAlone, stepCounts, type UnsealedPlan } from '../plan.ts';
import { type Act, acts, type Step } from '../step.ts';
import type { Digest } from '../user-access.ts';

/** What came of one step. */
export interface ActedStep {
  readonly act: Act;
  readonly userId: UserId;
  /** `dropped`: nothing was sent to IAM. */
  readonly result: 'done' | 'dropped' | 'failed' | 'would';
  /** Why, in words; null where there is nothing to say. */
  readonly why: string | null;
}

/** `refused`: it is no plan for this account and these settings. `busy`: another run holds the lease. */
export type ActedPlan =
  | { readonly kind: 'refused'; readonly why: readonly string[] }
  | { readonly kind: 'busy'; readonly heldUntil: string }
  | { readonly kind: 'acted'; readonly steps: readonly ActedStep[] };

/** Whether it is the answer of the function that acts. */
export const isActedPlan: Shape<ActedPlan> = isUnionOf<ActedPlan>({
  refused: { why: isListOf(isText) },
  busy: { heldUntil: isText },
  acted: {
    steps: isListOf(
      isObjectOf<ActedStep>({
        act: isOneOf(...acts),
        userId: parsedBy(parseUserId),
        result: isOneOf('done', 'dropped', 'failed', 'would'),
        why: isNullable(isText),
      }),
    ),
  },
});

/** How a message says what became of a plan; `acted` is undefined where nothing acts. */
interface Reported {
  readonly id: string;
  readonly tableName: string;
  readonly acted: ActedPlan | undefined;
}

/** What each act is called before and after it. */
const titles: Readonly<Record<Act, readonly [would: string, did: string]>> = {
  notice: ['Owners would hear that their users are unused', 'Owners hear that their users are unused'],
  clear: ['Notices would be taken back', 'Notices are taken back'],
  quarantine: ['Users would be quarantined', 'Users are quarantined'],
  hold: ['Quarantined users would be held for a person to decide', 'Quarantined users are held: a person decides'],
  release: ['Users would be released', 'Users are released'],
  delete: ['Users would be deleted', 'Users are deleted'],
};

/** What a plan does, without its times: a message is published once for the same acts with the same results. */
export function actsOf(
  { accountId, stops, steps, leftAlone }: UnsealedPlan,
  acted: ActedPlan | undefined,
  digest: Digest,
): string {
  const waiting = leftAlone.flatMap(({ waiting: step }) => step?.hash ?? []).toSorted();
  const results = acted?.kind === 'acted' ? acted.steps : [];
  const doing = steps.map(({ act, userId, owner }) => {
    return { act, userId, owner, result: results.find((each) => each.userId === userId)?.result ?? null };
  });
  return digest({ accountId, stops, steps: doing, ...(waiting.length > 0 && { waiting }) });
}

/** The message, within SNS's limits for any names and any number of users. `id` is that of `actsOf`. */
export function planReport(plan: UnsealedPlan, { id, tableName, acted }: Reported): Message {
  const { accountId, asOf, stops, users } = plan;
  const what =
    acted === undefined ? 'changes nobody: nothing acts here' : 'and every owner of a user that changes is told';
  const head = `Lastseen plans for account ${accountId} with ${users} users, ${what}.\nMade at ${asOf}.\n\n`;
  const foot = `See why not, for everybody else: lastseen plan --table ${tableName} --verbose`;
  const room = maxBodyBytes - utf8Bytes(head) - utf8Bytes(foot);
  const body = `${head}${sectionText(sectionsOf(plan, acted), room)}${foot}`;
  const doing = `${acted === undefined ? 'would do' : 'does'}: ${stepCounts(plan) || 'nothing'}`;
  return { id, subject: `Lastseen ${accountId}: ${stops.length > 0 ? 'stopped' : doing}`, body };
}

function sectionsOf({ steps, stops, leftAlone }: UnsealedPlan, acted: ActedPlan | undefined): Section[] {
  const byAct = acts.map((act) => ({
    title: titles[act][acted === undefined ? 0 : 1],
    lines: steps.filter((step) => step.act === act).map((step) => lineOf(step, acted)),
  }));
  const stopped = { title: 'Nobody comes nearer to a quarantine', lines: stops.map((stop) => `  ${plainText(stop)}`) };
  const waiting = { title: 'Steps that wait for an approval', lines: leftAlone.flatMap(waitingLine) };
  return [stopped, waiting, ...byAct];
}

/** The reasons name the command that approves the step. */
function waitingLine({ userName, userId, why, waiting }: LeftAlone): string[] {
  return waiting === undefined ? [] : [`  ${plainText(`${waiting.act} ${userName} (${userId}): ${why.join('; ')}`)}`];
}

function lineOf({ userName, userId, owner, reason }: Step, acted: ActedPlan | undefined): string {
  const became = acted === undefined ? '' : `; ${becameOf(userId, acted)}`;
  return `  ${plainText(`${userName} (${userId}), owner ${owner}: ${reason}${became}`)}`;
}

function becameOf(userId: UserId, acted: ActedPlan): string {
  if (acted.kind === 'refused') return `not done: ${acted.why.join('; ')}`;
  if (acted.kind === 'busy') return `not done: another run works until ${acted.heldUntil}`;
  const step = acted.steps.find((each) => each.userId === userId);
  if (step === undefined) return 'not done';
  return `${step.result === 'done' ? 'done' : 'not done'}${step.why === null ? '' : `: ${step.why}`}`;
}
