/** What of the decisions is left once the account's stops and caps are heeded. */

import type { Decision } from './decision.ts';
import { brakeWords, breakerOf, deletesLeft, quarantinesLeft } from './guards.ts';
import type { LifecycleEntries } from './lifecycle.ts';
import type { UserInQuestion } from './never.ts';
import type { LifecycleSettings } from './settings.ts';
import type { Act } from './step.ts';

/** A user and what is decided about it. */
export interface Decided {
  readonly user: UserInQuestion;
  readonly decision: Decision;
}

export const acting = ({ decision }: Decided, ...acts: readonly Act[]): boolean =>
  decision.kind === 'act' && acts.includes(decision.act);

/** Nobody comes nearer to a quarantine or its end. A deletion that was begun goes on, unless the brake holds. */
export function halted(decided: readonly Decided[], { brake }: Pick<LifecycleEntries, 'brake'>): Decided[] {
  const isBraked = brakeWords(brake).length > 0;
  return decided.map((each) => {
    const isGoingOn = acting(each, 'delete') && isBegun(each) && !isBraked;
    const isHalted = acting(each, 'notice', 'quarantine', 'delete') && !isGoingOn;
    return isHalted ? leave(each, 'the account is stopped') : each;
  });
}

/** The first ones in order, as many as the caps allow. What was begun was counted then. */
export function withinCaps(
  decided: readonly Decided[],
  account: Parameters<typeof quarantinesLeft>[0],
  settings: LifecycleSettings,
): Decided[] {
  const breaker = breakerOf(account.entries);
  let notices = settings.noticesARun;
  const left = { quarantine: quarantinesLeft(account, settings), delete: deletesLeft(account, settings) };
  return decided.map((each) => {
    if (acting(each, 'notice') && notices-- <= 0)
      return leave(each, `${settings.noticesARun} notices a plan come first`);
    const { decision } = each;
    if (decision.kind === 'nothing' || isBegun(each)) return each;
    if (decision.act !== 'quarantine' && decision.act !== 'delete') return each;
    if (breaker !== undefined) return leave(each, breaker);
    return left[decision.act]-- > 0
      ? each
      : leave(each, `due, but as many users as the caps allow are ${done[decision.act]} first`);
  });
}

const done = { quarantine: 'quarantined', delete: 'deleted' } as const;

const isBegun = ({ user }: Decided): boolean => {
  const { state } = user.entries.lifecycle ?? {};
  return state === 'quarantining' || state === 'deleting';
};

const leave = ({ user }: Decided, why: string): Decided => ({ user, decision: { kind: 'nothing', why: [why] } });
