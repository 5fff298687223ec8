import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { absentStack } from '../../../domain/doctor/stack-checks.ts';
import { describeStack } from '../../../infra/aws/deployment/cloudformation-stack.ts';

/** `npm run deploy` from a folder where the stack was deployed with the bucket of a trail and Security Hub. */
export function redeploySuite(dir: string, env: () => Record<string, string>): void {
  const run = (program: string, args: readonly string[], changes: Record<string, string> = {}) =>
    new Promise<{ code: unknown; said: string }>((resolve) => {
      const { PATH = '' } = process.env;
      const options = { cwd: dir, env: { PATH, HOME: dir, TMPDIR: tmpdir(), ...env(), ...changes } };
      execFile(program, args, options, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : error.code, said: `${stdout}${stderr}` }),
      );
    });
  const npm = (...args: readonly string[]) => run('npm', ['run', '--silent', 'deploy', '--', ...args]);
  const client = () =>
    new CloudFormationClient({
      endpoint: `${env()['AWS_ENDPOINT_URL']}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  const live = async () => {
    const { Stacks } = await client().send(new DescribeStacksCommand({ StackName: 'lastseen-prod' }));
    const values = Stacks?.[0]?.Parameters?.map((each) => [each.ParameterKey, each.ParameterValue]);
    return Object.fromEntries(values ?? []) as Record<string, string>;
  };

  describe('deployed once more by npm run deploy', () => {
    it('without its parameters stops, lists them, says what to type, and changes nothing', async () => {
      const { code, said } = await npm('--param=ThresholdDays=60');
      expect(code).toBe(2);
      expect(said.slice(said.indexOf('lastseen: this'))).toBe(
        [
          'lastseen: this deployment changes 12 parameters of lastseen-prod:',
          'lastseen:   TrailBucket is trail and becomes empty',
          'lastseen:   TrailTopicArn is arn:aws:sns:us-east-1:123456789012:trail and becomes empty',
          'lastseen:   SecurityHub is yes and becomes no',
          'lastseen:   ReportPage is yes and becomes no',
          'lastseen:   Remediation is delete and becomes off',
          'lastseen:   OrganizationId is o-a1b2c3d4e5 and becomes empty',
          'lastseen:   EntraTenantId is 61b97b01-53be-4f0f-a054-3988c23668dc and becomes empty',
          'lastseen:   EntraClientId is 11111111-2222-4333-8444-555555555555 and becomes empty',
          'lastseen:   EntraSecretArn is arn:aws:secretsmanager:us-east-1:123456789012:secret:entra-AbCdEf and becomes empty',
          'lastseen:   GoogleCustomerId is C03az79cb and becomes empty',
          'lastseen:   GoogleAdmin is admin@example.com and becomes empty',
          'lastseen:   GoogleSecretArn is arn:aws:ssm:us-east-1:123456789012:parameter/google and becomes empty',
          'lastseen: nothing was deployed',
          'lastseen: to keep them: npm run deploy -- --param=ThresholdDays=60 --param=TrailBucket=trail ' +
            '--param=TrailTopicArn=arn:aws:sns:us-east-1:123456789012:trail --param=SecurityHub=yes ' +
            '--param=ReportPage=yes --param=Remediation=delete --param=OrganizationId=o-a1b2c3d4e5 ' +
            '--param=EntraTenantId=61b97b01-53be-4f0f-a054-3988c23668dc ' +
            '--param=EntraClientId=11111111-2222-4333-8444-555555555555 ' +
            '--param=EntraSecretArn=arn:aws:secretsmanager:us-east-1:123456789012:secret:entra-AbCdEf ' +
            '--param=GoogleCustomerId=C03az79cb --param=GoogleAdmin=admin@example.com ' +
            '--param=GoogleSecretArn=arn:aws:ssm:us-east-1:123456789012:parameter/google',
          'lastseen: to change them: npm run deploy -- --param=ThresholdDays=60 --yes',
          '',
        ].join('\n'),
      );
      expect(await live()).toMatchObject({ TrailBucket: 'trail', ThresholdDays: '90' });
    });

    it.each<[string, number, RegExp, Record<string, string>]>([
      ['no credentials', 2, /could not be read \(CredentialsProviderError\)/, { AWS_ACCESS_KEY_ID: '' }],
      ['no answer', 75, /could not be read \(ECONNREFUSED\)/, { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }],
    ])('with %s says so, and deploys nothing', async (_, exitCode, words, changes) => {
      const nowhere = {
        AWS_CONFIG_FILE: '/nonexistent',
        AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
        AWS_EC2_METADATA_DISABLED: 'true',
      };
      // What npm built for the test above.
      const args = ['dist/deploy.js', '--package', '.serverless'];
      const { code, said } = await run(process.execPath, args, { ...nowhere, ...changes });
      expect(said).toMatch(/^lastseen: the parameters of lastseen-prod in us-east-1 [^\n]+; nothing was deployed\n$/);
      expect(said).toMatch(words);
      expect(code).toBe(exitCode);
    });

    it('with --yes changes them, and a stack that does not exist has no parameters to lose', async () => {
      const { code, said } = await npm('--package', '.serverless', '--yes');
      expect(said).toContain('lastseen:   TrailBucket is trail and becomes empty');
      expect(code, said).toBe(0);
      expect(await live()).toMatchObject({ TrailBucket: '', TrailTopicArn: '', ThresholdDays: '60' });
      expect(await describeStack(client(), 'lastseen-dev')).toEqual({
        kind: 'answered',
        value: { ...absentStack, name: 'lastseen-dev' },
      });
    });
  });
}
