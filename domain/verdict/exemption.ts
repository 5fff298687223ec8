import type { IamUser } from '../inventory/iam-user.ts';
import { ok, type Parsed, wrong } from '../parsed.ts';
import { type Instant, parseTime } from '../time.ts';

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
  const match = /(?:^|\s)until=(\S*)/.exec(text);
  const until = match?.[1];
  if (until !== undefined && endOf(until) === undefined) {
    return wrong({ field: 'until', given: until, todo: `until=${until} is not a date like 2027-03-31` });
  }
  const reason = text
    .replace(/(?:^|\s)until=\S*/, '')
    .replace(/^\s*reason=/, '')
    .trim();
  return ok({ until, reason: reason === '' ? undefined : reason });
}

/**
 * The exemption of a user. Of the rules that match, one that still holds is preferred to one that has ended. A tag
 * whose end cannot be read holds without an end: it was set to protect the user.
 */
export function exemptionOf(user: IamUser, rules: readonly ExemptionRule[], now: Instant): Exemption | undefined {
  const found = rules.flatMap((rule) => (rule.kind === 'tag' ? byTag(user, rule, now) : byName(user, rule, now)));
  return found.find(({ ended }) => !ended) ?? found[0];
}

function byTag(user: IamUser, rule: { key: string; value: string | undefined }, now: Instant): Exemption[] {
  return user.tags
    .filter(({ key, value }) => key === rule.key && (rule.value === undefined || startsWithWord(value, rule.value)))
    .map(({ key, value }) => {
      const terms = parseTerms(value.slice(rule.value?.length ?? 0));
      const by = rule.value === undefined ? `tag ${key}` : `tag ${key}=${rule.value}`;
      return exemption(by, terms.kind === 'ok' ? terms.value : { until: undefined, reason: value }, now);
    });
}

function startsWithWord(text: string, word: string): boolean {
  return text === word || text.startsWith(`${word} `);
}

function byName(user: IamUser, rule: { pattern: string; terms: ExemptionTerms }, now: Instant): Exemption[] {
  const text = rule.pattern.startsWith('/') ? `${user.path}${user.userName}` : user.userName;
  return matchesPattern(text, rule.pattern) ? [exemption(`name ${rule.pattern}`, rule.terms, now)] : [];
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

/** Whether a glob (`*` any text, `?` one character) matches the whole text. Like IAM's names it ignores case. */
export function matchesPattern(text: string, pattern: string): boolean {
  const literal = (part: string) => part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const source = pattern.split('*').map(literal).join('.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'isu').test(text);
}
