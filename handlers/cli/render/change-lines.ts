import { changeKinds } from '../../../domain/history/change-kinds.ts';
import { changeWords } from '../../report/change-words.ts';
import { countWords, someWords } from '../../report/count-words.ts';
import type { ChangeReport, DiffReport } from '../../report/diff-report.ts';

/** `3 users changed: 1 newly unused, 2 back`. */
export function summaryOf(changes: readonly ChangeReport[]): string {
  if (changes.length === 0) return 'Nothing changed';
  const counts = changeKinds.map((kind) => [changes.filter(({ kinds }) => kinds.includes(kind)).length, kind] as const);
  const words = counts.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${changeWords[kind]}`);
  return `${changes.length} user${changes.length === 1 ? '' : 's'} changed: ${words.join(', ')}`;
}

/** More accounts than these are told of together. */
const spansShown = 12;

/** The time that is compared, of each account; of many accounts together, unless all of them are wanted. */
export function spanLines({ accounts, unrecorded }: Spans, isWhole = false): string[] {
  if (!isWhole && accounts.length + unrecorded.length > spansShown) return spansTogether({ accounts, unrecorded });
  return [...accounts.map(spanOf), ...unrecorded.map((accountId) => `account ${accountId} has no history yet`)];
}

type Span = Pick<DiffReport['accounts'][number], 'accountId' | 'since' | 'asOf' | 'beginsAt'>;
type Spans = Pick<DiffReport, 'unrecorded'> & { readonly accounts: readonly Span[] };

function spansTogether({ accounts, unrecorded }: Spans): string[] {
  const begun = accounts.filter(({ since, beginsAt }) => since === beginsAt).length;
  const since = rangeOf(accounts.map((each) => each.since));
  const asOf = rangeOf(accounts.map((each) => each.asOf));
  const begins = begun === 0 ? '' : `; the history of ${countWords(begun, 'account')} begins there`;
  return [
    ...(accounts.length === 0
      ? []
      : [`${countWords(accounts.length, 'account')}: since ${since}, as of ${asOf}${begins}`]),
    ...(unrecorded.length === 0 ? [] : [`no history yet: ${someWords(unrecorded)}`]),
  ];
}

/** The first and the last of these times. */
function rangeOf(times: readonly string[]): string {
  const [first, last] = [times.toSorted()[0], times.toSorted().at(-1)];
  return first === last ? `${first}` : `${first} to ${last}`;
}

function spanOf({ accountId, since, asOf, beginsAt }: Span): string {
  const begins = since === beginsAt ? ', where its history begins' : '';
  return `account ${accountId}: since ${since}${begins}, as of ${asOf}`;
}

/** One change: who, what changed, the states before and after, and why. */
export function rowOf({ kinds, detail }: ChangeReport): string[] {
  const words = kinds.map((kind) => changeWords[kind]).join(', ');
  return [detail.userName, words, stateWords(detail.before), stateWords(detail.after), detail.reason];
}

function stateWords(side: ChangeReport['detail']['before'] | ChangeReport['detail']['after']): string {
  return side === null ? '-' : `${side.state}${side.exempt ? ' (exempt)' : ''}`;
}
