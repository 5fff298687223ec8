import type { IamUser } from '../inventory/iam-user.ts';
import { ok, type Parsed, wrong } from '../parsed.ts';
import { type Instant, parseTime } from '../time.ts';

/** What exempts users: a tag (of any value where none is asked for) or a pattern over names or paths. */
export type ExemptionRule =
  | { readonly kind: 'tag'; readonly key: string; readonly value: string | undefined }
  | { readonly kind: 'name'; readonly pattern: string; readonly terms: ExemptionTerms };

/** How long an exemption holds and why; in words behind a pattern or in a tag's value: `until=2027-03-31 seasonal`. */
export interface ExemptionTerms {
  /** The last day (UTC) on which it holds, `2027-03-31`; undefined where it never ends. */
  readonly until: string | undefined;
  readonly reason: string | undefined;
}

/** The exemption that a user has; it stands beside the state and never changes it. `by` names the rule. */
export interface Exemption extends ExemptionTerms {
  readonly by: string;
  /** Whether its last day has passed; an ended exemption no longer holds and is only reported. */
  readonly ended: boolean;
}

/** Reads the words of terms. An end that is no date is wrong: the exemption must not silently end or last for ever. */
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
 * The exemption of a user: of all rules that match, one that still holds is preferred to one that has ended. A tag
 * whose end cannot be read holds, without an end: whoever set it meant to protect the user.
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

/** Whether a glob (`*` any text, `?` one character) covers the whole text, without regard to case as IAM's names. */
export function matchesPattern(text: string, pattern: string): boolean {
  const literal = (part: string) => part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const source = pattern.split('*').map(literal).join('.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'isu').test(text);
}
