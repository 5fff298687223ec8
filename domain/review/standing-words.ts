import type { Standing } from './standing.ts';

/** Where a user stands, in words. */
export function standingWords(standing: Standing): string {
  switch (standing.kind) {
    case 'unanswered':
      return 'no answer';
    case 'passed-on':
      return `passed on to ${standing.to}`;
    case 'unconfirmed':
      return `${standing.by} attested for himself: the fallback must confirm it`;
    case 'settled': {
      const { by, says } = standing.answer;
      const reason = says.reason === undefined ? '' : `: ${says.reason}`;
      return says.kind === 'remove'
        ? `remove, by ${by}${reason}`
        : `${says.kind} until ${says.until}, by ${by}${reason}`;
    }
    default:
      return standing satisfies never;
  }
}
