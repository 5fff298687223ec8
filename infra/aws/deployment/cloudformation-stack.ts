import {
  type CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { type Answer, mapAnswer } from '../../../domain/answer.ts';
import { absentStack, type StackFacts, type StackResource } from '../../../domain/doctor/stack-checks.ts';
import { tryAsk } from '../answer.ts';

/** A stack as CloudFormation reports it: its status, resources, table and topic. */
export async function readStack(client: CloudFormationClient, name: string): Promise<Answer<StackFacts>> {
  const stack = await describeStack(client, name);
  if (stack.kind === 'failed' || stack.value.status === undefined) return stack;
  const resources = await tryAsk('cloudformation:ListStackResources', () => listResources(client, name));
  return mapAnswer(resources, (found) => ({ ...stack.value, resources: found }));
}

/** The same without its resources, which takes one request. */
export function describeStack(client: CloudFormationClient, name: string): Promise<Answer<StackFacts>> {
  return tryAsk('cloudformation:DescribeStacks', () => describe(client, name));
}

async function describe(client: CloudFormationClient, name: string): Promise<StackFacts> {
  const none = { ...absentStack, name };
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const stack = Stacks?.[0];
    const output = (key: string) => stack?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
    const parameters = new Map(
      stack?.Parameters?.map(({ ParameterKey = '', ParameterValue = '' }) => [ParameterKey, ParameterValue]),
    );
    const outputs = { tableName: output('TableName'), topicArn: output('TopicArn') };
    return { ...none, status: stack?.StackStatus, parameters, ...outputs };
  } catch (error) {
    const isAbsent = error instanceof CloudFormationServiceException && /does not exist/.test(error.message);
    if (isAbsent) return none;
    throw error;
  }
}

async function listResources(client: CloudFormationClient, StackName: string): Promise<StackResource[]> {
  const resources: StackResource[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName })) {
    for (const { LogicalResourceId: id, ResourceType: type, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
      if (id !== undefined && type !== undefined) resources.push({ id, type, physicalId: PhysicalResourceId ?? '' });
    }
  }
  return resources;
}
