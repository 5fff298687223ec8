/** Checks of the functions that not every deployment has, and of what those did that follow the daily run. */

import type { Answer } from '../answer.ts';
import { isOverdue } from '../daily-run.ts';
import { plainText } from '../plain-text.ts';
import { daysBetween, type Instant } from '../time.ts';
import { examine, type Finding, fail, ok } from './finding.ts';
import { checkProvider, type ProviderFacts } from './provider-checks.ts';

/** One of these functions: the name of its check, its id in the template, and the parameter that asks for it. */
export interface OptionalFunction {
  readonly check: 'widget' | 'security-hub' | 'page' | 'entra' | 'google';
  readonly id: string;
  /** Undefined: every deployment of this version has the function. */
  readonly parameter: string | undefined;
  /** The function has daily runs of its own, over the tenant that the parameter names; it follows no other. */
  readonly hasOwnRuns?: true;
}

export const optionalFunctions: readonly OptionalFunction[] = [
  { check: 'widget', id: 'WidgetLambdaFunction', parameter: undefined },
  { check: 'security-hub', id: 'SecurityHubLambdaFunction', parameter: 'SecurityHub' },
  { check: 'page', id: 'PageLambdaFunction', parameter: 'ReportPage' },
  { check: 'entra', id: 'EntraLambdaFunction', parameter: 'EntraTenantId', hasOwnRuns: true },
  { check: 'google', id: 'GoogleLambdaFunction', parameter: 'GoogleCustomerId', hasOwnRuns: true },
];

/** What there is of a function that the deployment should have. */
export interface OptionalFunctionFacts extends OptionalFunction {
  /** Its name; undefined where the stack has no such function. */
  readonly name: string | undefined;
  /** The latest run whose work it did without an error; undefined for a function that follows no run. */
  readonly followed: Answer<Instant | undefined> | undefined;
  /** What it needs beside, if it reads another provider. */
  readonly provider?: ProviderFacts | undefined;
}

/** The functions try every hour; their alarms follow as late. */
const lateHours = 3;

/** Checks that the function exists, and that it did its work for the latest daily run within three hours. */
export function checkOptionalFunction(
  facts: OptionalFunctionFacts,
  lastRun: Answer<Instant | undefined>,
  now: Instant,
): readonly Finding[] {
  const { check, name, parameter, followed, hasOwnRuns, provider } = facts;
  const why = parameter === undefined ? '' : `${parameter} is ${hasOwnRuns ? 'given' : 'yes'}, but `;
  const again = 'deploy again: npm run deploy';
  if (name === undefined) return [fail(check, `${why}the stack has no function ${check}`, again)];
  if (followed === undefined) return [ok(check, `${plainText(name)} is part of the stack`)];
  if (hasOwnRuns) {
    const ofRun = examine(check, followed, (done) => [checkOwnRun(check, name, done, now)]);
    return [...ofRun, ...(provider === undefined ? [] : checkProvider(provider, now))];
  }
  const run = lastRun.kind === 'answered' ? lastRun.value : undefined;
  return examine(check, followed, (done) => [checkFollowed({ check, name, done, run, now })]);
}

/** Whether its own daily run is in time. The log says who refused: the secret, the provider or AWS. */
function checkOwnRun(check: string, name: string, done: Instant | undefined, now: Instant): Finding {
  const says = `${plainText(name)} ${done === undefined ? 'has finished no run yet' : `finished its run of ${done}`}`;
  if (done !== undefined && !isOverdue(done, now)) return ok(check, says);
  return fail(check, says, `aws logs tail /aws/lambda/${plainText(name)} --since 1d --filter-pattern '?ERROR ?WARN'`);
}

interface Followed {
  readonly check: string;
  readonly name: string;
  /** The run that the function followed, and the latest there is. */
  readonly done: Instant | undefined;
  readonly run: Instant | undefined;
  readonly now: Instant;
}

function checkFollowed({ check, name, done, run, now }: Followed): Finding {
  const says = `${plainText(name)} ${done === undefined ? 'has followed no run yet' : `followed the run of ${done}`}`;
  if (run === undefined || done === run) return ok(check, says);
  const latest = `${says}; the latest run is that of ${run}`;
  if (daysBetween(run, now) * 24 <= lateHours) return ok(check, `${latest}, and it looks every hour`);
  return fail(check, latest, `aws logs tail /aws/lambda/${plainText(name)} --since 1d --filter-pattern ERROR`);
}
