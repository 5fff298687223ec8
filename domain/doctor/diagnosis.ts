/** All checks of a deployment, in their order. */

import type { Answer } from '../answer.ts';
import type { TrailHealth } from '../coverage/trail-health.ts';
import type { Watch } from '../coverage/watch.ts';
import type { Region } from '../ids.ts';
import { plainText } from '../plain-text.ts';
import type { Instant } from '../time.ts';
import { type AlarmFacts, checkAlarms, checkSubscriptions, type SubscriptionFacts } from './alarm-checks.ts';
import { type Finding, warn } from './finding.ts';
import {
  checkFunction,
  checkFunctionErrors,
  checkLastRun,
  type FunctionFacts,
  type FunctionUse,
} from './function-checks.ts';
import { checkLifecycle, type LifecycleFacts } from './lifecycle-checks.ts';
import { type ClockReading, checkClock, checkVersions } from './machine-checks.ts';
import { checkOptionalFunction, type OptionalFunctionFacts } from './optional-functions.ts';
import { checkRole, type RoleFacts } from './permission-checks.ts';
import { checkProofs } from './proof-checks.ts';
import { checkForwarding, checkRule, type RuleFacts } from './rule-checks.ts';
import { checkStack, type StackFacts } from './stack-checks.ts';
import { checkQueue, checkTable, type QueueFacts, type TableFacts } from './store-checks.ts';
import { checkTrails } from './trail-checks.ts';

/** The facts about a deployment, and which of them could not be read. */
export interface DeploymentFacts {
  readonly now: Instant;
  readonly stackName: string;
  readonly home: Region;
  readonly stack: Answer<StackFacts>;
  /** The parts of the stack; undefined where they are not known. */
  readonly parts: StackParts | undefined;
  readonly regions: readonly Region[];
  /** Why not all Regions are known, in words. */
  readonly regionsMissing: readonly string[];
  readonly health: TrailHealth;
  /** By Region: the rules that forward to the home Region. */
  readonly forwarding: ReadonlyMap<Region, Answer<readonly RuleFacts[]>>;
  readonly clock: Answer<ClockReading>;
  readonly versions: { readonly lastseen: string; readonly node: string };
}

/** What is known of the parts of a stack. */
export interface StackParts {
  readonly ingestArn: string | undefined;
  readonly reconcileName: string;
  readonly rules: readonly Answer<RuleFacts>[];
  readonly functions: readonly Answer<FunctionFacts>[];
  readonly uses: Answer<readonly FunctionUse[]>;
  readonly lastRun: Answer<Instant | undefined>;
  /** The functions that this deployment should have and others may not. */
  readonly optional: readonly OptionalFunctionFacts[];
  readonly queues: readonly Answer<QueueFacts>[];
  readonly table: Answer<TableFacts>;
  readonly alarms: Answer<readonly AlarmFacts[]>;
  readonly alarmNames: readonly string[];
  readonly subscriptions: Answer<SubscriptionFacts>;
  readonly watches: Answer<ReadonlyMap<Region, Watch>>;
  readonly roles: readonly Answer<RoleFacts>[];
  /** Undefined where the stack neither plans nor acts. */
  readonly lifecycle: LifecycleFacts | undefined;
}

/** Makes every check of a deployment. A part comes after the parts that it depends on. */
export function diagnose(facts: DeploymentFacts): readonly Finding[] {
  const { stackName: name, home, parts, regions, now } = facts;
  // Without a stack there is nothing to forward to.
  const isAbsent = facts.stack.kind === 'answered' && facts.stack.value.status === undefined;
  const forwarding = [...(isAbsent ? [] : facts.forwarding)].flatMap(([region, rules]) =>
    checkForwarding(region, rules, { name, home }),
  );
  const unansweredRegions = facts.regionsMissing.map((why) =>
    warn('regions', plainText(why), 'allow the action, or try again'),
  );
  return [
    ...checkVersions(facts.versions.lastseen, facts.versions.node),
    ...checkClock(facts.clock),
    ...checkStack(facts.stack),
    ...unansweredRegions,
    ...checkTrails(facts.health),
    ...(parts === undefined ? [] : parts.rules.flatMap((rule) => checkRule(rule, parts.ingestArn))),
    ...forwarding,
    ...(parts === undefined ? [] : checkParts(parts, regions, now)),
  ];
}

function checkParts(parts: StackParts, regions: readonly Region[], now: Instant): readonly Finding[] {
  return [
    ...checkProofs(parts.watches, regions, now),
    ...parts.functions.flatMap(checkFunction),
    ...checkFunctionErrors(parts.uses),
    ...checkLastRun(parts.lastRun, parts.reconcileName, now),
    ...parts.optional.flatMap((each) => checkOptionalFunction(each, parts.lastRun, now)),
    ...parts.queues.flatMap(checkQueue),
    ...checkTable(parts.table),
    ...checkAlarms(parts.alarms, parts.alarmNames),
    ...checkSubscriptions(parts.subscriptions),
    ...parts.roles.flatMap(checkRole),
    ...(parts.lifecycle === undefined ? [] : checkLifecycle(parts.lifecycle, parts.roles, parts.watches, regions, now)),
  ];
}
