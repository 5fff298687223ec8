import type { Answer } from '../answer.ts';
import { plainText } from '../plain-text.ts';
import { daysBetween, type Instant } from '../time.ts';
import { type Finding, fail, ok } from './finding.ts';

/** The time by this machine, and by a provider where an answer came. */
export interface ClockFacts {
  readonly now: Instant;
  readonly serverTime: Answer<Instant>;
}

/** How a provider is called, and what to do where it does not answer. */
interface ClockWords {
  readonly name: string;
  readonly owner: string;
  readonly todo: string;
}

/** Claims that are signed five minutes off are not accepted. */
const skewMost = 300;

/** Compares the clock of this machine with a provider's. */
export function clockFinding({ now, serverTime }: ClockFacts, { name, owner, todo }: ClockWords): Finding {
  if (serverTime.kind === 'failed') {
    return fail('clock', `${name} does not answer (${plainText(serverTime.failure.why)})`, todo);
  }
  const seconds = Math.round(daysBetween(now, serverTime.value) * 86_400);
  const says = `the clock is ${Math.abs(seconds)} s ${seconds < 0 ? 'ahead of' : 'behind'} ${owner}'s`;
  return Math.abs(seconds) > skewMost ? fail('clock', says, 'set the clock of this machine') : ok('clock', says);
}
