import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ObjectNotice, readObjectNotice } from '../../../domain/archive/object-notice.ts';
import { hasMoto } from '../../fakes/moto/moto-server.ts';
import { logKey } from '../../handlers/archive/archive-world.ts';
import { giveDefaults, type PackagedStack, serverless } from '../package-stack.ts';
import { redeploySuite } from './redeploy.ts';

const bucket = 'trail';
const topic = 'arn:aws:sns:us-east-1:123456789012:trail';

/**
 * The emulator skips alarms, the schedule, queue policies and outputs, and ignores much else: the template answers for
 * those.
 */
export function deploySuite({ dir }: PackagedStack): void {
  describe.skipIf(!hasMoto)(
    'deployed into moto_server, with every option (skipped where that is not installed)',
    () => {
      let server: ChildProcess;
      let env: Record<string, string>;
      const aws = async (command: string, ...more: string[]) => {
        const endpoint = ['--endpoint-url', `${env['AWS_ENDPOINT_URL']}`];
        const args = [...endpoint, ...command.split(' '), ...more, '--output', 'json'];
        const { stdout } = await promisify(execFile)('aws', args, { env: { ...process.env, ...env } });
        return JSON.parse(stdout || '{}') as Record<string, unknown>;
      };

      beforeAll(async () => {
        const port = await freePort();
        server = spawn('moto_server', ['-H', '127.0.0.1', '-p', `${port}`], { stdio: 'ignore' });
        env = {
          AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
          AWS_REGION: 'us-east-1',
          AWS_DEFAULT_REGION: 'us-east-1',
          NO_PROXY: '127.0.0.1',
        };
        await untilUp(`${env['AWS_ENDPOINT_URL']}/moto-api/`);
        await aws(`s3api create-bucket --bucket ${bucket}`);
        await aws('sns create-topic --name trail');
        const options = {
          TrailBucket: bucket,
          TrailTopicArn: topic,
          SecurityHub: 'yes',
          ReportPage: 'yes',
          Remediation: 'delete',
          OrganizationId: 'o-a1b2c3d4e5',
          EntraTenantId: '61b97b01-53be-4f0f-a054-3988c23668dc',
          EntraClientId: '11111111-2222-4333-8444-555555555555',
          EntraSecretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:entra-AbCdEf',
          GoogleCustomerId: 'C03az79cb',
          GoogleAdmin: 'admin@example.com',
          GoogleSecretArn: 'arn:aws:ssm:us-east-1:123456789012:parameter/google',
        };
        await giveDefaults(dir, options);
        await serverless(dir, ['deploy', '--package', '.serverless'], env);
      });
      afterAll(async () => {
        if (server.kill()) await once(server, 'exit');
      });

      it('the stack comes up whole', async () => {
        const { Stacks } = await aws('cloudformation describe-stacks --stack-name lastseen-prod');
        expect(Stacks).toMatchObject([{ StackStatus: 'UPDATE_COMPLETE' }]);
      });

      it('all functions are there', async () => {
        const { Functions } = await aws('lambda list-functions');
        expect((Functions as { FunctionName: string }[]).map(({ FunctionName }) => FunctionName).sort()).toEqual([
          'lastseen-prod-approve',
          'lastseen-prod-backfill',
          'lastseen-prod-entra',
          'lastseen-prod-google',
          'lastseen-prod-ingest',
          'lastseen-prod-ingest-archive',
          'lastseen-prod-lifecycle',
          'lastseen-prod-organization-plan',
          'lastseen-prod-organization-work',
          'lastseen-prod-page',
          'lastseen-prod-quarantine',
          'lastseen-prod-reconcile',
          'lastseen-prod-remove',
          'lastseen-prod-security-hub',
          'lastseen-prod-widget',
        ]);
      });

      it('the table has its index', async () => {
        const { Table } = await aws('dynamodb describe-table --table-name lastseen-prod');
        expect(Table).toMatchObject({ GlobalSecondaryIndexes: [{ IndexName: 'ByState' }] });
      });

      it('the rules stand on the default bus', async () => {
        const { Rules } = await aws('events list-rules --name-prefix lastseen-prod');
        expect((Rules as { Name: string }[]).map(({ Name }) => Name).sort()).toEqual([
          'lastseen-prod-archive',
          'lastseen-prod-calls',
          'lastseen-prod-changes',
          'lastseen-prod-returns',
          'lastseen-prod-sign-ins',
        ]);
      });

      it('the functions drain the queues and tell what failed', async () => {
        const { EventSourceMappings } = await aws('lambda list-event-source-mappings');
        const tells = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
        expect(EventSourceMappings).toMatchObject([tells, tells, tells]);
      });

      describe("the trail's bucket", () => {
        const key = logKey('a b+c');
        const queue = 'arn:aws:sqs:us-east-1:123456789012:lastseen-prod-archive';
        const put = (to: string) => aws(`s3api put-object --bucket ${to} --body package.json --key`, key);
        const notify = (configuration: object) =>
          aws(
            `s3api put-bucket-notification-configuration --bucket ${bucket} --notification-configuration`,
            JSON.stringify(configuration),
          );
        const received = async () => {
          const { QueueUrl } = await aws('sqs get-queue-url --queue-name lastseen-prod-archive');
          const { Messages = [] } = await aws(
            `sqs receive-message --max-number-of-messages 10 --queue-url ${QueueUrl}`,
          );
          const messages = Messages as { Body: string; ReceiptHandle: string }[];
          for (const { ReceiptHandle } of messages)
            await aws(`sqs delete-message --queue-url ${QueueUrl} --receipt-handle ${ReceiptHandle}`);
          return messages.map(({ Body }) => readObjectNotice(Body)).filter((each) => !isOnlyTest(each));
        };
        const isOnlyTest = (each: ObjectNotice) => each.kind === 'notice' && each.objects.length === 0;
        const one = { kind: 'notice', objects: [{ bucket, key }] };

        it('the archive comes up beside the rest', async () => {
          const { EventSourceMappings } = await aws('lambda list-event-source-mappings');
          const sources = (EventSourceMappings as { EventSourceArn: string }[]).map((each) => each.EventSourceArn);
          const others = ['organization', 'retry'].map(
            (each) => `arn:aws:sqs:us-east-1:123456789012:lastseen-prod-${each}`,
          );
          expect(sources.sort()).toEqual([queue, ...others]);
          const { stateMachines } = await aws('stepfunctions list-state-machines');
          expect(stateMachines).toMatchObject([{ name: 'lastseen-prod-archive-backfill' }]);
        });

        // moto makes no subscription of a stack.
        beforeAll(async () => {
          await aws(`sns subscribe --topic-arn ${topic} --protocol sqs --notification-endpoint ${queue}`);
        });

        it.each<[string, object]>([
          ['S3 itself', { QueueConfigurations: [{ QueueArn: queue, Events: ['s3:ObjectCreated:*'] }] }],
          ['a topic', { TopicConfigurations: [{ TopicArn: topic, Events: ['s3:ObjectCreated:*'] }] }],
          ['EventBridge', { EventBridgeConfiguration: {} }],
        ])('word of a new file comes through %s, in a form that the function reads', async (_, configuration) => {
          await notify(configuration);
          await put(bucket);
          expect(await received()).toEqual([one]);
        });
      });

      redeploySuite(dir, () => env);
    },
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function untilUp(url: string): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`nothing answers at ${url}`);
}
