/** Checks who of the owners gets messages: the filters of the topic's subscriptions. */

import type { Answer } from '../answer.ts';
import { isJsonObject, parsedText } from '../json.ts';
import { listOf } from '../lifecycle/policies/policy-statements.ts';
import { plainText } from '../plain-text.ts';
import { examine, type Finding, fail, ok, warn } from './finding.ts';

/** A confirmed subscription. */
export interface SubscriptionFilter {
  /** An address, a queue or a function. */
  readonly endpoint: string;
  /** JSON; undefined where every message passes. */
  readonly policy: string | undefined;
  readonly isOfBody: boolean;
}

/** What is checked: those who should hear, and the subscriptions. */
export interface OwnersFacts {
  /** Owners of users that are unused or on their way out, and the fallback. */
  readonly owners: Answer<readonly string[]>;
  readonly filters: Answer<readonly Answer<SubscriptionFilter>[]>;
}

/** Checks that each owner gets the messages to it, and that each filter is somebody's. */
export function checkOwnersHear({ owners, filters }: OwnersFacts): readonly Finding[] {
  return examine('notices', filters, (subscriptions) =>
    examine('notices', owners, (names) => {
      const unknown = subscriptions.flatMap((each) => (each.kind === 'failed' ? examine('notices', each, none) : []));
      const known = subscriptions.flatMap((each) => (each.kind === 'answered' ? [each.value] : []));
      // One answer says what is to be allowed.
      return [...unknown.slice(0, 1), ...checkKnown(names, known, unknown.length > 0)];
    }),
  );
}

const none = () => [];

function checkKnown(owners: readonly string[], filters: readonly SubscriptionFilter[], isPart: boolean): Finding[] {
  const general = filters.filter(({ policy }) => policy === undefined);
  const own = filters.filter(({ policy }) => policy !== undefined);
  const deaf = owners.filter((owner) => own.every((filter) => passes(filter, owner) === false));
  const idle = own.filter((filter) => owners.every((owner) => passes(filter, owner) === false));
  const findings = [
    ...(deaf.length === 0 || isPart ? [] : [deafFinding(deaf, general.length)]),
    ...(idle.length === 0 ? [] : [idleFinding(idle)]),
  ];
  if (findings.length > 0 || isPart) return findings;
  return [ok('notices', `${owners.length} owners, and each has a subscription that lets its messages pass`)];
}

function deafFinding(deaf: readonly string[], general: number): Finding {
  const todo = 'aws sns subscribe with the filter policy {"owner":["OWNER"]}: infra/stack/README.md has the command';
  const who = namesOf(deaf);
  if (general === 0) return fail('notices', `nobody gets the messages to ${who}`, todo);
  const others =
    general === 1 ? '1 subscription without a filter gets' : `${general} subscriptions without a filter get`;
  return warn('notices', `${who}: no subscription of their own; ${others} every message`, todo);
}

function idleFinding(idle: readonly SubscriptionFilter[]): Finding {
  const who = namesOf(idle.map(({ endpoint }) => endpoint));
  return warn('notices', `filters that match no owner now: ${who}`, 'compare the filter with the names of owners');
}

const shownNames = 8;

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, shownNames).map((name) => plainText(name).slice(0, 100));
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/**
 * Whether a message to this owner passes; undefined where the filter has a form that is not read here. Such a message
 * has the attribute `owner`, at times `noticeId`, and a body that is no JSON.
 * Source: https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function passes({ policy, isOfBody }: SubscriptionFilter, owner: string): boolean | undefined {
  if (policy === undefined) return true;
  if (isOfBody) return false;
  const read = parsedText(policy);
  if (!isJsonObject(read)) return undefined;
  const answers = Object.entries(read).map(([attribute, wanted]) => {
    if (attribute === 'owner') return anyOf(listOf(wanted).map((each) => fits(each, owner)));
    return attribute.startsWith('$') || attribute === 'noticeId' ? undefined : isAbsenceWanted(wanted);
  });
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function anyOf(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function fits(wanted: unknown, owner: string): boolean | undefined {
  if (typeof wanted === 'string') return wanted === owner;
  if (!isJsonObject(wanted)) return false;
  const [[form, value] = ['', undefined]] = Object.entries(wanted);
  if (form === 'exists') return value === true;
  if (typeof value !== 'string') return undefined;
  if (form === 'prefix') return owner.startsWith(value);
  if (form === 'suffix') return owner.endsWith(value);
  if (form === 'equals-ignore-case') return owner.toLowerCase() === value.toLowerCase();
  return undefined;
}

const isAbsenceWanted = (wanted: unknown): boolean =>
  listOf(wanted).some((each) => isJsonObject(each) && each['exists'] === false);
