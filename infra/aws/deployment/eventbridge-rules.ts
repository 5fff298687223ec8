import {
  DescribeRuleCommand,
  type EventBridgeClient,
  ListRuleNamesByTargetCommand,
  ListTargetsByRuleCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import { type Answer, answered, mapAnswer } from '../../../domain/answer.ts';
import type { RuleFacts } from '../../../domain/doctor/rule-checks.ts';
import { tryAsk } from '../answer.ts';

/** One rule of the default bus with its targets. */
export async function readRule(client: EventBridgeClient, name: string): Promise<Answer<RuleFacts>> {
  const state = await tryAsk('events:DescribeRule', () => stateOf(client, name));
  if (state.kind === 'failed') return state;
  if (state.value === undefined) return answered({ name, state: undefined, targets: [] });
  const targets = await tryAsk('events:ListTargetsByRule', () => targetsOf(client, name));
  return mapAnswer(targets, (found) => ({ name, state: state.value, targets: found }));
}

/** The rules of the default bus with this target, read one after another. */
export async function readRulesTo(client: EventBridgeClient, targetArn: string): Promise<Answer<readonly RuleFacts[]>> {
  const names = await tryAsk('events:ListRuleNamesByTarget', () => namesTo(client, targetArn));
  if (names.kind === 'failed') return names;
  const rules: RuleFacts[] = [];
  for (const name of names.value) {
    const state = await tryAsk('events:DescribeRule', () => stateOf(client, name));
    if (state.kind === 'failed') return state;
    rules.push({ name, state: state.value, targets: [] });
  }
  return answered(rules);
}

async function stateOf(client: EventBridgeClient, Name: string): Promise<string | undefined> {
  try {
    return (await client.send(new DescribeRuleCommand({ Name }))).State;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function targetsOf(client: EventBridgeClient, Rule: string): Promise<RuleFacts['targets']> {
  const targets: RuleFacts['targets'][number][] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListTargetsByRuleCommand({ Rule, NextToken }));
    for (const { Arn, DeadLetterConfig } of page.Targets ?? []) {
      targets.push({ arn: Arn ?? '', hasDeadLetters: DeadLetterConfig?.Arn !== undefined });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return targets;
}

async function namesTo(client: EventBridgeClient, TargetArn: string): Promise<string[]> {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListRuleNamesByTargetCommand({ TargetArn, NextToken }));
    names.push(...(page.RuleNames ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return names;
}
