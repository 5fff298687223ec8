import { type AccountId, parseAccountId } from '../ids.ts';
import type { Question } from '../question.ts';
import { type Instant, parseTime } from '../time.ts';
import { type ExemptionRule, parseTerms } from '../verdict/exemption.ts';
import { type State, states } from '../verdict/state.ts';

/** Settings as they were typed or set; undefined where the default holds. */
export interface RawSettings {
  readonly threshold?: string | undefined;
  readonly now?: string | undefined;
  readonly exemptTag?: readonly string[] | undefined;
  readonly exempt?: readonly string[] | undefined;
  readonly failOn?: string | undefined;
  readonly format?: string | undefined;
  readonly state?: string | undefined;
  readonly idleFor?: string | undefined;
  readonly account?: string | undefined;
}

export const formats = ['table', 'json', 'csv', 'ndjson'] as const;
export type Format = (typeof formats)[number];

export interface Settings {
  readonly question: Question;
  readonly exemptions: readonly ExemptionRule[];
  readonly failOnUnused: boolean;
  readonly format: Format;
  readonly state: State | 'unused' | undefined;
  readonly idleForDays: number | undefined;
  readonly account: AccountId | undefined;
}

/** Defaults, units and bounds of every setting. */
export const settingBounds = {
  /** Days without activity after which a user is idle; exactly so many counts as idle. */
  thresholdDays: { default: 90, min: 1, max: 3650 },
  idleForDays: { min: 0, max: 36_500 },
  format: { default: 'table' },
} as const;

/** Reads the settings, or tells of every wrong one what is wrong and what to do. `clock` stands in where no `now` is set. */
export function parseSettings(raw: RawSettings, clock: Instant): Settings | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const problem = (text: string): undefined => {
    problems.push(text);
  };
  const { thresholdDays, idleForDays } = settingBounds;
  const settings = {
    question: {
      now: readTime(raw.now, problem) ?? clock,
      thresholdDays: readDays('--threshold', raw.threshold, thresholdDays, problem) ?? thresholdDays.default,
    },
    exemptions: [
      ...(raw.exemptTag ?? []).flatMap((text) => readTagRule(text, problem)),
      ...(raw.exempt ?? []).flatMap((text) => readNameRule(text, problem)),
    ],
    failOnUnused: readChoice('--fail-on', raw.failOn, ['unused'], problem) === 'unused',
    format: readChoice('--format', raw.format, formats, problem) ?? settingBounds.format.default,
    state: readChoice('--state', raw.state, [...states, 'unused'] as const, problem),
    idleForDays: readDays('--idle-for', raw.idleFor, idleForDays, problem),
    account: readAccount(raw.account, problem),
  };
  return problems.length > 0 ? { problems } : settings;
}

type Problem = (text: string) => undefined;

function readTime(text: string | undefined, problem: Problem): Instant | undefined {
  if (text === undefined) return undefined;
  return parseTime(text) ?? problem(`--now ${text}: give a time with its zone, like 2026-11-23T08:00:00Z`);
}

function readDays(
  flag: string,
  text: string | undefined,
  { min, max }: { min: number; max: number },
  problem: Problem,
): number | undefined {
  if (text === undefined) return undefined;
  const days = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return days >= min && days <= max ? days : problem(`${flag} ${text}: give whole days from ${min} to ${max}`);
}

function readChoice<T extends string>(
  flag: string,
  text: string | undefined,
  choices: readonly T[],
  problem: Problem,
): T | undefined {
  if (text === undefined) return undefined;
  return choices.find((choice) => choice === text) ?? problem(`${flag} ${text}: give one of ${choices.join(', ')}`);
}

function readAccount(text: string | undefined, problem: Problem): AccountId | undefined {
  if (text === undefined) return undefined;
  return parseAccountId(text) ?? problem(`--account ${text}: give the 12 digits of an account`);
}

/** `KEY` or `KEY=VALUE`: the first `=` parts them. */
function readTagRule(text: string, problem: Problem): ExemptionRule[] {
  const cut = text.indexOf('=');
  const key = cut < 0 ? text : text.slice(0, cut);
  if (key === '') problem(`--exempt-tag ${text}: give a tag's key, or KEY=VALUE`);
  return key === '' ? [] : [{ kind: 'tag', key, value: cut < 0 ? undefined : text.slice(cut + 1) }];
}

/** A pattern, and behind a space the terms: `seasonal-* until=2027-03-31 summer staff`. */
function readNameRule(text: string, problem: Problem): ExemptionRule[] {
  const [pattern = '', ...words] = text.trim().split(/\s+/);
  const terms = parseTerms(words.join(' '));
  if (pattern === '') problem('--exempt: give a name pattern, like svc-* or /robots/*');
  if ('problem' in terms) problem(`--exempt ${text}: ${terms.problem}`);
  return pattern === '' || 'problem' in terms ? [] : [{ kind: 'name', pattern, terms }];
}
