import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient, ListEventSourceMappingsCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ObjectNotice, readObjectNotice } from '../../../domain/archive/object-notice.ts';
import { hasMoto, type MotoServer, startMoto } from '../../fakes/moto/moto-server.ts';
import { drainQueue } from '../../fakes/moto/queue.ts';
import { stepFunctions } from '../../fakes/moto/step-functions.ts';
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
      let moto: MotoServer;
      let env: Record<string, string>;
      let aws: ReturnType<typeof clientsOf>;

      beforeAll(async () => {
        moto = await startMoto();
        env = {
          AWS_ENDPOINT_URL: moto.endpoint,
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
          AWS_REGION: 'us-east-1',
          AWS_DEFAULT_REGION: 'us-east-1',
          NO_PROXY: '127.0.0.1',
        };
        aws = clientsOf(moto.endpoint);
        await aws.s3.send(new CreateBucketCommand({ Bucket: bucket }));
        await aws.sns.send(new CreateTopicCommand({ Name: 'trail' }));
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
      afterAll(() => moto?.stop());

      it('the stack comes up whole', async () => {
        const { Stacks } = await aws.cloudformation.send(new DescribeStacksCommand({ StackName: 'lastseen-prod' }));
        expect(Stacks).toMatchObject([{ StackStatus: 'UPDATE_COMPLETE' }]);
      });

      it('all functions are there', async () => {
        const { Functions = [] } = await aws.lambda.send(new ListFunctionsCommand());
        expect(Functions.map(({ FunctionName }) => FunctionName).sort()).toEqual([
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
        const { Table } = await aws.dynamodb.send(new DescribeTableCommand({ TableName: 'lastseen-prod' }));
        expect(Table).toMatchObject({ GlobalSecondaryIndexes: [{ IndexName: 'ByState' }] });
      });

      it('the rules stand on the default bus', async () => {
        const { Rules = [] } = await aws.events.send(new ListRulesCommand({ NamePrefix: 'lastseen-prod' }));
        expect(Rules.map(({ Name }) => Name).sort()).toEqual([
          'lastseen-prod-archive',
          'lastseen-prod-calls',
          'lastseen-prod-changes',
          'lastseen-prod-returns',
          'lastseen-prod-sign-ins',
        ]);
      });

      it('the functions drain the queues and tell what failed', async () => {
        const { EventSourceMappings } = await aws.lambda.send(new ListEventSourceMappingsCommand());
        const tells = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
        expect(EventSourceMappings).toMatchObject([tells, tells, tells]);
      });

      describe("the trail's bucket", () => {
        const key = logKey('a b+c');
        const queue = 'arn:aws:sqs:us-east-1:123456789012:lastseen-prod-archive';
        const put = () => aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'x' }));
        const notify = (NotificationConfiguration: NotificationConfiguration) =>
          aws.s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration }));
        const received = async () => {
          const { QueueUrl = '' } = await aws.sqs.send(new GetQueueUrlCommand({ QueueName: 'lastseen-prod-archive' }));
          const messages = await drainQueue(aws.sqs, QueueUrl);
          return messages.map(({ body }) => readObjectNotice(body)).filter((each) => !isOnlyTest(each));
        };
        const isOnlyTest = (each: ObjectNotice) => each.kind === 'notice' && each.objects.length === 0;
        const one = { kind: 'notice', objects: [{ bucket, key }] };

        it('the archive comes up beside the rest', async () => {
          const { EventSourceMappings = [] } = await aws.lambda.send(new ListEventSourceMappingsCommand());
          const sources = EventSourceMappings.map((each) => each.EventSourceArn);
          const others = ['organization', 'retry'].map(
            (each) => `arn:aws:sqs:us-east-1:123456789012:lastseen-prod-${each}`,
          );
          expect(sources.sort()).toEqual([queue, ...others]);
          const { stateMachines } = await stepFunctions(moto.endpoint, 'ListStateMachines', {});
          expect(stateMachines).toMatchObject([{ name: 'lastseen-prod-archive-backfill' }]);
        });

        // moto makes no subscription of a stack.
        beforeAll(async () => {
          await aws.sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: queue }));
        });

        it.each<[string, NotificationConfiguration]>([
          ['S3 itself', { QueueConfigurations: [{ QueueArn: queue, Events: ['s3:ObjectCreated:*'] }] }],
          ['a topic', { TopicConfigurations: [{ TopicArn: topic, Events: ['s3:ObjectCreated:*'] }] }],
          ['EventBridge', { EventBridgeConfiguration: {} }],
        ])('word of a new file comes through %s, in a form that the function reads', async (_, configuration) => {
          await notify(configuration);
          await put();
          expect(await received()).toEqual([one]);
        });
      });

      redeploySuite(dir, () => env);
    },
  );
}

function clientsOf(endpoint: string) {
  const config = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  return {
    cloudformation: new CloudFormationClient(config),
    dynamodb: new DynamoDBClient(config),
    events: new EventBridgeClient(config),
    lambda: new LambdaClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
  };
}
