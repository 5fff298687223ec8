/** Checks of the EventBridge rules, at home and in other Regions. */

import type { Answer } from '../answer.ts';
import type { Region } from '../ids.ts';
import { plainText } from '../plain-text.ts';
import { examine, type Finding, fail, ok, warn } from './finding.ts';

/** A rule on a default bus. */
export interface RuleFacts {
  readonly name: string;
  /** Undefined where there is no such rule. */
  readonly state: string | undefined;
  readonly targets: readonly { readonly arn: string; readonly hasDeadLetters: boolean }[];
}

/** The rules of the stack that are not on CloudTrail's events, by their ids in the template. */
export const rulesOnOthers: readonly string[] = ['ArchiveRule', 'ReturnRule'];

/** The state of a rule that also receives read-only calls. */
export const watchingState = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

/** Checks that the stack's rule sends every event to ingest, and that failed events go to a dead-letter queue. */
export function checkRule(rule: Answer<RuleFacts>, ingestArn: string | undefined): readonly Finding[] {
  return examine('rule', rule, ({ name, state, targets }) => {
    const said = plainText(name);
    const again = 'deploy again: npm run deploy';
    if (state === undefined) return [fail('rule', `${said} is gone: nothing reaches ingest`, again)];
    if (state !== watchingState) return [fail('rule', `${said} is ${plainText(state)}: ${lossOf(state)}`, again)];
    const target = targets.find(({ arn }) => arn === ingestArn);
    if (target === undefined) return [fail('rule', `${said} does not send to ingest`, again)];
    if (!target.hasDeadLetters)
      return [warn('rule', `${said} has no dead-letter queue: an event that fails is lost`, again)];
    return [ok('rule', `${said} sends everything to ingest`)];
  });
}

const lossOf = (state: string) =>
  state === 'ENABLED' ? 'read-only calls never arrive, and a user who only reads looks unused' : 'nothing arrives';

/** Checks another Region's rules to the home Region's bus: there is at least one, and each forwards every event. */
export function checkForwarding(
  region: Region,
  rules: Answer<readonly RuleFacts[]>,
  stack: { readonly name: string; readonly home: Region },
): readonly Finding[] {
  return examine(
    'forwarding',
    rules,
    (found) => {
      const doctor = `lastseen doctor --stack ${plainText(stack.name)} --region ${stack.home} --fix-plan`;
      const todo = `get the command: ${doctor}`;
      if (found.length === 0) {
        return [
          fail('forwarding', `no rule forwards events to ${stack.home}: what users do here is not seen`, todo, region),
        ];
      }
      const weak = found.find(({ state }) => state !== watchingState);
      if (weak === undefined) return [wholeForwarding(region, found, stack.home, todo)];
      const state = weak.state ?? 'gone';
      return [fail('forwarding', `${plainText(weak.name)} is ${plainText(state)}: ${lossOf(state)}`, todo, region)];
    },
    region,
  );
}

/** All rules forward everything; in IAM's Region there must be one on changes of users. */
function wholeForwarding(region: Region, rules: readonly RuleFacts[], home: Region, todo: string): Finding {
  if (region !== regionOfIam(home) || rules.some(forwardsChanges))
    return ok('forwarding', `forwards to ${home}`, region);
  const says = 'no rule forwards changes of IAM users: their creators are not known, and a lifted deny goes unheard';
  return fail('forwarding', says, todo, region);
}

/** The Region of IAM in the partition of this one: there it logs its calls. */
function regionOfIam(home: Region): string {
  if (home.startsWith('cn-')) return 'cn-north-1';
  return home.startsWith('us-gov-') ? 'us-gov-west-1' : 'us-east-1';
}

/** A forwarder of before changes were forwarded has no rule of that name. */
const forwardsChanges = ({ name }: RuleFacts): boolean => name.endsWith('-changes');

/** The Regions whose check of forwarding failed. */
export function regionsToForward(findings: readonly Finding[]): readonly Region[] {
  return findings.flatMap(({ check, status, region }) =>
    check === 'forwarding' && status === 'fail' && region !== undefined ? [region] : [],
  );
}
