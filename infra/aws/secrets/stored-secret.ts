import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { type Answer, answered, failed, unusable } from '../../../domain/answer.ts';
import { tryAsk } from '../answer.ts';

/** Where secrets are stored. */
export interface SecretClients {
  readonly secretsManager: SecretsManagerClient;
  readonly ssm: SSMClient;
}

/**
 * Reads the current text of the secret of this ARN, of Secrets Manager or of a parameter of SSM. Never throws, and
 * never puts the secret into the failure.
 */
export async function readStoredSecret(arn: string, { secretsManager, ssm }: SecretClients): Promise<Answer<string>> {
  const answer = arn.split(':')[2] === 'ssm' ? await parameterOf(arn, ssm) : await secretOf(arn, secretsManager);
  if (answer.kind === 'failed') return failed({ ...answer.failure, why: `the secret: ${answer.failure.why}` });
  return answer.value === undefined ? failed(unusable('the secret holds no text')) : answered(answer.value);
}

const secretOf = (SecretId: string, client: SecretsManagerClient) =>
  tryAsk('secretsmanager:GetSecretValue', async () => {
    return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  });

const parameterOf = (Name: string, client: SSMClient) =>
  tryAsk('ssm:GetParameter', async () => {
    return (await client.send(new GetParameterCommand({ Name, WithDecryption: true }))).Parameter?.Value;
  });
