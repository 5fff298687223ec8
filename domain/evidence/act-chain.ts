/** Checks that the records of an account are whole, and follow one another. */

import type { ChainHead } from '../chain-head.ts';
import type { AccountId } from '../ids.ts';
import type { Parsed } from '../parsed.ts';
import type { ActRecord } from './act-record.ts';

/** A record at its place, opened, with the SHA-256 of its bytes. */
export interface FoundRecord {
  readonly sequence: number;
  readonly sha256: string;
  readonly record: Parsed<ActRecord>;
}

/** What a check found, in lines: what differs from what was written, and what else to know. */
export interface ChainFindings {
  readonly differences: readonly string[];
  readonly notes: readonly string[];
}

/**
 * The records of one account, in order of their places. `head` is the end of the chain as the table or a mail has it,
 * at 0 where the table has none; undefined where nobody said it. `mailed` is an end of then, behind which later
 * records may stand. Any change of a record, a record that is missing, put between or moved is a
 * difference. An intent without its outcome is none: its writer died, or the outcome is still to come.
 */
export function checkChain(
  accountId: AccountId,
  found: readonly FoundRecord[],
  head: ChainHead | undefined,
  mailed?: ChainHead,
): ChainFindings {
  const records = found.flatMap(({ record }) => (record.kind === 'ok' ? [record.value] : []));
  const differences = [
    ...missingPlaces(found, Math.max(head?.sequence ?? 0, mailed?.sequence ?? 0)),
    ...found.flatMap((each, index) => ofRecord(accountId, each, found[index - 1])),
    ...ofOutcomes(records),
    ...[head, mailed].flatMap((end) => (end === undefined ? [] : replacedAt(found, end))),
    ...(head === undefined ? [] : lagOf(found, head)),
  ];
  return { differences, notes: [...withoutOutcome(records), ...endWords(found, head, mailed)] };
}

/** Places up to the last one that is known at which no record lies. */
function missingPlaces(found: readonly FoundRecord[], last: number): string[] {
  const spans: string[] = [];
  let expected = 1;
  const skipTo = (next: number) => {
    if (next > expected) spans.push(placeWords(expected, next - 1));
    expected = Math.max(expected, next) + 1;
  };
  for (const { sequence } of found) skipTo(sequence);
  if (last >= expected) skipTo(last + 1);
  return spans;
}

const placeWords = (from: number, to: number): string =>
  from === to ? `record ${from} is missing` : `records ${from} to ${to} are missing`;

/** What is wrong with one record, by itself and behind the record that lies before it. */
function ofRecord(accountId: AccountId, found: FoundRecord, previous: FoundRecord | undefined): string[] {
  const { sequence, record } = found;
  const which = `record ${sequence}`;
  if (record.kind === 'wrong') return record.problems.map(({ todo }) => `${which} ${todo}`);
  const { value } = record;
  const isBehind = previous?.sequence === sequence - 1;
  const isFirst = sequence === 1;
  const before = isBehind ? previous.sha256 : value.before;
  const isLinked = isFirst ? value.before === undefined : value.before !== undefined && value.before === before;
  return [
    ...(value.accountId === accountId ? [] : [`${which} is of account ${value.accountId}`]),
    ...(value.sequence === sequence ? [] : [`${which} was written as record ${value.sequence}`]),
    ...(isLinked ? [] : [`${which} does not follow the record before: that one was changed or replaced`]),
  ];
}

/** An outcome belongs to one intent before it, and an intent has one outcome. */
function ofOutcomes(records: readonly ActRecord[]): string[] {
  const phases = new Map(records.map(({ sequence, phase }) => [sequence, phase]));
  const ended = new Set<number>();
  return records.flatMap((record) => {
    if (record.phase !== 'outcome') return [];
    const { sequence, intent } = record;
    const isIntent = intent < sequence && (phases.get(intent) ?? 'intent') === 'intent';
    const isSecond = ended.has(intent);
    ended.add(intent);
    const which = `record ${sequence} is the outcome of record ${intent}`;
    if (!isIntent) return [`${which}, which is no intent before it`];
    return isSecond ? [`${which}, which has an outcome already`] : [];
  });
}

function replacedAt(found: readonly FoundRecord[], { sequence, sha256 }: ChainHead): string[] {
  const at = found.find((each) => each.sequence === sequence);
  const isOther = at !== undefined && at.sha256 !== sha256;
  return isOther ? [`record ${sequence} is not the one that the head names: it was replaced`] : [];
}

/** A head that lags by one record is that of a writer that died in between. */
function lagOf(found: readonly FoundRecord[], head: ChainHead): string[] {
  const ahead = (found.at(-1)?.sequence ?? 0) - head.sequence;
  if (ahead <= 1) return [];
  return [`the head stands ${ahead} records behind the last one: an older table was restored, or it was moved`];
}

function withoutOutcome(records: readonly ActRecord[]): string[] {
  const ended = new Set(records.flatMap((record) => (record.phase === 'outcome' ? [record.intent] : [])));
  return records.flatMap((record) => {
    if (record.phase !== 'intent' || ended.has(record.sequence)) return [];
    const what = `${record.act} of ${record.user.userName} (${record.user.userId}) at ${record.at}`;
    return [`record ${record.sequence}, ${what}, has no outcome: whether its calls were sent is not recorded`];
  });
}

function endWords(found: readonly FoundRecord[], head: ChainHead | undefined, mailed: ChainHead | undefined): string[] {
  const last = found.at(-1)?.sequence ?? 0;
  if (head !== undefined)
    return last === head.sequence + 1 ? ['the head stands one record behind: the next act moves it'] : [];
  const known = mailed === undefined ? 'no head was given' : `no head after record ${mailed.sequence} was given`;
  return last > (mailed?.sequence ?? 0) ? [`${known}: records that were removed at the end are not found`] : [];
}
