import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { plusDays } from '../../../domain/time.ts';
import type { handler } from '../../../handlers/lambda/page.ts';
import { dynamodbTable } from '../../../infra/aws/dynamodb/dynamodb-table.ts';
import { account, now } from '../../domain/builders.ts';
import { assessed } from '../../domain/verdict/assessed.ts';
import { runCli } from '../../e2e/run-cli.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { hasMoto, type MotoServer, startMoto } from '../../fakes/moto/moto-server.ts';
import { writeRun } from '../../handlers/write-run.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import type { PackagedStack } from '../package-stack.ts';
import { resolveIntrinsics } from '../resolve-intrinsics.ts';
import { at, propertiesOf } from '../template.ts';

const asked = { ReportPage: 'yes' };
const key = `lastseen/${account()}/report.html`;

export function pageSuite({ template, dir }: PackagedStack): void {
  const resourceOf = (id: string, parameters: Record<string, string> = asked) =>
    resolveIntrinsics(template, template.Resources[id], parameters);

  describe('the bucket of the report page', () => {
    it('outlives the stack, keeps old pages for a while, and lets nobody in from outside', () => {
      expect(resourceOf('ReportBucket')).toEqual({
        Type: 'AWS::S3::Bucket',
        Condition: 'ReportPageGiven',
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
          OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
          VersioningConfiguration: { Status: 'Enabled' },
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
          },
          LifecycleConfiguration: {
            Rules: [
              {
                Id: 'old-pages',
                Status: 'Enabled',
                NoncurrentVersionExpiration: { NoncurrentDays: '400' },
                AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
              },
            ],
          },
        },
      });
    });

    it('is encrypted with the key that was given', () => {
      const arn = 'arn:aws:kms:eu-west-1:123456789012:key/page';
      expect(at(resourceOf('ReportBucket', { ...asked, ReportKeyArn: arn }), 'Properties.BucketEncryption')).toEqual({
        ServerSideEncryptionConfiguration: [
          { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: arn } },
        ],
      });
    });

    it('refuses every request that is not encrypted, also when the stack is gone', () => {
      expect(resourceOf('ReportBucketPolicy')).toMatchObject({
        DeletionPolicy: 'RetainExceptOnCreate',
        Properties: {
          Bucket: '<ReportBucket>',
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Deny',
                Principal: '*',
                Action: 's3:*',
                Resource: ['<ReportBucket.Arn>', '<ReportBucket.Arn>/*'],
                Condition: { Bool: { 'aws:SecureTransport': 'false' } },
              },
            ],
          },
        },
      });
    });
  });

  describe('the address of the report page', () => {
    it.each([
      ['aws', 'console.aws.amazon.com'],
      ['aws-cn', 'console.amazonaws.cn'],
      ['aws-us-gov', 'console.amazonaws-us-gov.com'],
    ])('is one of the console in %s, the same in the outputs and in the digest', (partition, host) => {
      const parameters = { ...asked, 'AWS::Partition': partition };
      const address = `https://${host}/s3/object/<ReportBucket>?region=eu-west-1&prefix=${key}`;
      expect(at(resolveIntrinsics(template, template.Outputs['ReportUrl'], parameters), 'Value')).toBe(address);
      expect(environmentOf('ReconcileLambdaFunction', parameters)).toMatchObject({ REPORT_URL: address });
    });

    it('is unknown to reconcile where there is no page', () => {
      expect(environmentOf('ReconcileLambdaFunction', {})).not.toHaveProperty('REPORT_URL');
    });
  });

  const environmentOf = (id: string, parameters: Record<string, string>) =>
    at(resolveIntrinsics(template, propertiesOf(template, id), parameters), 'Environment.Variables');

  describe.skipIf(!hasMoto)('the packaged function of the page (skipped without moto_server and Python)', () => {
    const table = 'lastseen-prod';
    const folder = temporaryFolder();
    let moto: MotoServer;
    let dynamodb: EmbeddedDynamodb;
    let s3: S3Client;
    let invoke: () => ReturnType<typeof handler>;

    beforeAll(async () => {
      [moto, dynamodb] = await Promise.all([startMoto(), startEmbeddedDynamodb()]);
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      s3 = new S3Client({ endpoint: moto.endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
      await s3.send(new CreateBucketCommand({ Bucket: 'pages' }));
      const VersioningConfiguration = { Status: 'Enabled' } as const;
      await s3.send(new PutBucketVersioningCommand({ Bucket: 'pages', VersioningConfiguration }));
      await ensureTable(dynamodb.client, table);
      for (const [name, value] of Object.entries(given())) vi.stubEnv(name, value);
      execFileSync('python3', ['-m', 'zipfile', '-e', join(dir, '.serverless/page.zip'), folder]);
      const bundle = createRequire(import.meta.url)(join(folder, 'handlers/lambda/page.cjs'));
      const invokedFunctionArn = `arn:aws:lambda:us-east-1:${account()}:function:lastseen-prod-page`;
      invoke = () => bundle.handler({}, { invokedFunctionArn } as Context);
    });
    afterAll(async () => {
      vi.unstubAllEnvs();
      await Promise.all([moto.stop(), dynamodb.stop()]);
    });

    const given = () => ({
      TABLE_NAME: table,
      REPORT_BUCKET: 'pages',
      REPORT_KEY: key,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
      AWS_ENDPOINT_URL_S3: moto.endpoint,
      POWERTOOLS_LOG_LEVEL: 'SILENT',
    });
    const judge = (asOf: typeof now, ...names: readonly string[]) =>
      writeRun(
        dynamodbTable(dynamodb.client, table),
        { accountId: account(), asOf, thresholdDays: 90, coverage: { kind: 'none' } },
        names.map((name) => assessed(name, 'idle')),
      );

    it('puts the bytes that lastseen report makes of the same table', async () => {
      await judge(now, 'ann', '</script><script>alert(1)</script>');
      expect(await invoke()).toMatchObject({ kind: 'written', users: 2 });
      const object = await s3.send(new GetObjectCommand({ Bucket: 'pages', Key: key }));
      const made = await runCli(folder, ['report', '--table', table, '--account', account()], given());
      expect(made).toMatchObject({ code: 0, stdout: '' });
      expect(object).toMatchObject({ ContentType: 'text/html; charset=utf-8', ServerSideEncryption: 'AES256' });
      const put = await object.Body?.transformToByteArray();
      expect(readFileSync(join(folder, 'report.html')).equals(put ?? new Uint8Array())).toBe(true);
    });

    it('keeps the page of the run before as an old version', async () => {
      await judge(plusDays(now, 1), 'ann', 'ben', 'cai');
      expect(await invoke()).toMatchObject({ kind: 'written', users: 3 });
      expect(await invoke()).toMatchObject({ kind: 'up-to-date' });
      const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: 'pages' }));
      expect(Versions.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([
        [key, true],
        [key, false],
      ]);
    });
  });
}
