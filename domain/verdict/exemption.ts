/** Users who are exempt: by a tag, or by a pattern of names. */

import type { IamUser } from '../inventory/iam-user.ts';
import { ok, type Parsed, wrong } from '../parsed.ts';
import { type Instant, parseTime, plusDays } from '../time.ts';

/** A rule that exempts users: a tag (with any value where `value` is undefined), or a pattern of names or paths. */
export type ExemptionRule =
  | { readonly kind: 'tag'; readonly key: string; readonly value: string | undefined }
  | { readonly kind: 'name'; readonly pattern: string; readonly terms: ExemptionTerms };

/** How long an exemption holds and why, as written after a pattern or in a tag's value: `until=2027-03-31 seasonal`. */
export interface ExemptionTerms {
  /** The last day (UTC) on which it holds, `2027-03-31`; undefined where it never ends. */
  readonly until: string | undefined;
  readonly reason: string | undefined;
}

/** A user's exemption. It never changes the state. `by` is the rule. */
export interface Exemption extends ExemptionTerms {
  readonly by: string;
  /** Whether its last day has passed. An ended exemption no longer holds; it is still reported. */
  readonly ended: boolean;
}

/** Reads the terms. An end that is not a date is a problem: the exemption must not silently end, or last for ever. */
export function parseTerms(text: string): Parsed<ExemptionTerms> {
  // Stryker disable next-line StringLiteral: the group always matches.
  const ends = [...text.matchAll(/(?:^|\s)until=(\S*)/g)].map(([, end = '']) => end);
  const bad = ends.find((end) => endOf(end) === undefined);
  if (bad !== undefined)
    return wrong({ field: 'until', given: bad, todo: `until=${bad} is not a date like 2027-03-31` });
  if (ends.length > 1) return wrong({ field: 'until', given: ends.join(' '), todo: 'give one until=DATE' });
  const reason = text
    .replace(/(?:^|\s)until=\S*/, '')
    .replace(/^\s*reason=/, '')
    .trim();
  return ok({ until: ends[0], reason: reason === '' ? undefined : reason });
}

/** Whether the exemption still holds and its last day is at most so many days from now. */
export function endsWithin({ until, ended }: Exemption, days: number, now: Instant): boolean {
  // Stryker disable next-line ConditionalExpression: an end that is missing is no date.
  const end = until === undefined ? undefined : endOf(until);
  // Stryker disable next-line ConditionalExpression: undefined is not before anything.
  return !ended && end !== undefined && end <= plusDays(endOfDay(now), days);
}

/** The rules that exempt none of the users, as `by` of an exemption names them: a slip of the pen exempts nobody. */
export function idleRules(users: readonly IamUser[], rules: readonly ExemptionRule[], now: Instant): string[] {
  return rules.filter((rule) => users.every((user) => exemptionOf(user, [rule], now) === undefined)).map(ruleName);
}

/** A rule that has ended: what it says, and its last day. */
export interface EndedRule {
  readonly by: string;
  readonly until: string;
}

/** The rules whose last day has passed: they exempt nobody any more. The end of a tag stands with its user. */
export function endedRules(rules: readonly ExemptionRule[], now: Instant): EndedRule[] {
  return rules.flatMap((rule) => {
    const until = rule.kind === 'name' ? rule.terms.until : undefined;
    // Stryker disable next-line ConditionalExpression: an end that is missing is no date.
    const end = until === undefined ? undefined : endOf(until);
    // Stryker disable next-line ConditionalExpression,LogicalOperator: nothing is after undefined.
    return until !== undefined && end !== undefined && now > end ? [{ by: ruleName(rule), until }] : [];
  });
}

/** What the rules look at. */
type ExemptUser = Pick<IamUser, 'userName' | 'path' | 'tags'>;

/**
 * The exemption of a user. Of the rules that match, one that still holds is preferred to one that has ended. A tag
 * whose end cannot be read holds without an end: it was set to protect the user.
 */
export function exemptionOf(user: ExemptUser, rules: readonly ExemptionRule[], now: Instant): Exemption | undefined {
  const found = rules.flatMap((rule) => (rule.kind === 'tag' ? byTag(user, rule, now) : byName(user, rule, now)));
  return found.find(({ ended }) => !ended) ?? found[0];
}

function byTag(user: ExemptUser, rule: Extract<ExemptionRule, { kind: 'tag' }>, now: Instant): Exemption[] {
  return user.tags
    .filter(({ key, value }) => key === rule.key && (rule.value === undefined || startsWithWord(value, rule.value)))
    .map(({ value }) => {
      const terms = parseTerms(value.slice(rule.value?.length ?? 0));
      return exemption(ruleName(rule), terms.kind === 'ok' ? terms.value : { until: undefined, reason: value }, now);
    });
}

function ruleName(rule: ExemptionRule): string {
  if (rule.kind === 'name') return `name ${rule.pattern}`;
  return rule.value === undefined ? `tag ${rule.key}` : `tag ${rule.key}=${rule.value}`;
}

function startsWithWord(text: string, word: string): boolean {
  return text === word || text.startsWith(`${word} `);
}

function byName(user: ExemptUser, rule: Extract<ExemptionRule, { kind: 'name' }>, now: Instant): Exemption[] {
  const text = rule.pattern.startsWith('/') ? `${user.path}${user.userName}` : user.userName;
  return matchesPattern(text, rule.pattern) ? [exemption(ruleName(rule), rule.terms, now)] : [];
}

function exemption(by: string, terms: ExemptionTerms, now: Instant): Exemption {
  // Stryker disable next-line ConditionalExpression: an end that is missing is no date.
  const end = terms.until === undefined ? undefined : endOf(terms.until);
  // Stryker disable next-line ConditionalExpression: nothing is after undefined.
  return { by, ...terms, ended: end !== undefined && now > end };
}

function endOf(day: string): Instant | undefined {
  return parseTime(`${day}T23:59:59Z`);
}

const endOfDay = (at: Instant): Instant => endOf(at.slice(0, 10)) ?? at;

/** Whether a glob (`*` any text, `?` one character) matches the whole text. Like IAM's names it ignores case. */
export function matchesPattern(text: string, pattern: string): boolean {
  const literal = (part: string) => part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const source = pattern.split('*').map(literal).join('.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'isu').test(text);
}
