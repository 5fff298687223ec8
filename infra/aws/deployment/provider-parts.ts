/** Reads what a function of another identity provider needs, for the doctor. No value of a secret is read. */

import { type CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetScheduleCommand, ResourceNotFoundException, type SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  DescribeSecretCommand,
  ResourceNotFoundException as NoSuchSecret,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { DescribeParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { Answer } from '../../../domain/answer.ts';
import type { ProviderFacts, ScheduleFacts, SecretFacts } from '../../../domain/doctor/provider-checks.ts';
import { instantOfEpochMs } from '../../../domain/time.ts';
import { tryAsk } from '../answer.ts';
import type { SecretClients } from '../secrets/stored-secret.ts';

/** The secret of this ARN, of Secrets Manager or a parameter of SSM, as its store describes it. */
export const describeSecret = (arn: string, { secretsManager, ssm }: SecretClients): Promise<Answer<SecretFacts>> =>
  arn.split(':')[2] === 'ssm' ? describeParameter(arn, ssm) : describeOwn(arn, secretsManager);

function describeOwn(SecretId: string, client: SecretsManagerClient): Promise<Answer<SecretFacts>> {
  return tryAsk('secretsmanager:DescribeSecret', async (): Promise<SecretFacts> => {
    try {
      const { LastChangedDate, DeletedDate } = await client.send(new DescribeSecretCommand({ SecretId }));
      if (DeletedDate !== undefined) return { kind: 'deleted' };
      return { kind: 'kept', changedAt: instantOf(LastChangedDate), isEncrypted: true };
    } catch (error) {
      if (error instanceof NoSuchSecret) return { kind: 'absent' };
      throw error;
    }
  });
}

/** An ARN does not say whether a name of one part begins with a slash. */
function describeParameter(arn: string, client: SSMClient): Promise<Answer<SecretFacts>> {
  const path = arn.split(':parameter/')[1] ?? '';
  const Values = path.includes('/') ? [`/${path}`] : [path, `/${path}`];
  return tryAsk('ssm:DescribeParameters', async (): Promise<SecretFacts> => {
    const ParameterFilters = [{ Key: 'Name', Option: 'Equals', Values }];
    const { Parameters: [found] = [] } = await client.send(new DescribeParametersCommand({ ParameterFilters }));
    if (found === undefined) return { kind: 'absent' };
    return { kind: 'kept', changedAt: instantOf(found.LastModifiedDate), isEncrypted: found.Type === 'SecureString' };
  });
}

const instantOf = (date: Date | undefined) => date && instantOfEpochMs(date.getTime());

/** A schedule of this name in a group. */
export function readSchedule(client: SchedulerClient, GroupName: string, name: string): Promise<Answer<ScheduleFacts>> {
  return tryAsk('scheduler:GetSchedule', async () => {
    try {
      const { State: state } = await client.send(new GetScheduleCommand({ GroupName, Name: name }));
      return { name, state };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return { name, state: undefined };
      throw error;
    }
  });
}

/** Whether there is a log group of exactly this name. */
export function readLogGroup(client: CloudWatchLogsClient, name: string): Promise<ProviderFacts['log']> {
  return tryAsk('logs:DescribeLogGroups', async () => {
    const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
    return { name, isThere: logGroups.some(({ logGroupName }) => logGroupName === name) };
  });
}
