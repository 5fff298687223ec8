import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forwarderCommand, forwarderTemplate } from '../../../domain/doctor/region-forwarder.ts';
import { region as regionOf } from '../../domain/builders.ts';
import { hasMoto, type MotoServer, startMoto } from '../../fakes/moto/moto-server.ts';
import { isInstalled } from '../installed.ts';
import { matchesEvent } from '../match-event.ts';
import type { PackagedStack } from '../package-stack.ts';
import { account, resolveIntrinsics } from '../resolve-intrinsics.ts';
import { at, ofType, propertiesOf, type Template } from '../template.ts';
import { unwanted, wanted } from './rules.ts';

const forwarder = JSON.parse(readFileSync(forwarderTemplate, 'utf8')) as Template;
const homeBus = `arn:aws:events:eu-west-1:${account}:event-bus/default`;
const given = { HomeRegion: 'eu-west-1', Stack: 'lastseen-prod' };
/** Parameters that need not be given, and what holds then. */
const optional: Readonly<Record<string, string>> = {
  RolePath: '/',
  PermissionsBoundaryArn: '',
  NotificationTopicArn: '',
};
const resolved = (value: unknown) => resolveIntrinsics(forwarder, value, given);
/** As CloudFormation names the role whose call is the proof. */
const reconcileRole = `arn:aws:iam::${account}:role/lastseen-prod-ReconcileRole-1A2B3C`;

const fromVirginia = { stack: 'lastseen-prod', home: regionOf('eu-west-1'), region: regionOf('us-east-1') };

export function regionForwarderSuite({ template }: PackagedStack): void {
  describe('the template that forwards from another Region', () => {
    it('has three rules, a role, and a queue with an alarm for what fails, and nothing else', () => {
      expect(Object.values(forwarder.Resources).map(({ Type }) => Type)).toEqual([
        'AWS::Events::Rule',
        'AWS::Events::Rule',
        'AWS::Events::Rule',
        'AWS::IAM::Role',
        'AWS::SQS::Queue',
        'AWS::SQS::QueuePolicy',
        'AWS::CloudWatch::Alarm',
      ]);
    });

    it('keeps what it could not hand on, tries for a day before, and lets nobody else in', () => {
      expect(forwarder.Resources['DeadLetterQueue']).toMatchObject({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
        Properties: { MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true },
      });
      const document = at(resolved(propertiesOf(forwarder, 'DeadLetterPolicy')), 'PolicyDocument');
      expect(at(document, 'Statement')).toEqual([
        {
          Sid: 'OurRulesOnly',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: '<DeadLetterQueue.Arn>',
          Condition: { ArnEquals: { 'aws:SourceArn': ['<CallRule.Arn>', '<SignInRule.Arn>', '<ChangeRule.Arn>'] } },
        },
      ]);
    });

    it('raises an alarm on what is kept, and tells a topic of its own Region where one is given', () => {
      const alarm = (parameters: Record<string, string>) =>
        resolveIntrinsics(forwarder, propertiesOf(forwarder, 'DeadLettersAlarm'), { ...given, ...parameters });
      expect(alarm({})).toMatchObject({
        AlarmName: 'lastseen-prod-forwarder-dead-letters',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: '<DeadLetterQueue.QueueName>' }],
        Threshold: 0,
        TreatMissingData: 'notBreaching',
      });
      expect(alarm({})).not.toHaveProperty('AlarmActions');
      const NotificationTopicArn = 'arn:aws:sns:us-east-1:123456789012:ours';
      expect(alarm({ NotificationTopicArn })).toMatchObject({ AlarmActions: [NotificationTopicArn] });
    });

    it('knows the role of the proof under the path that the stack was given, and bounds its own', () => {
      const RolePath = '/security/';
      const PermissionsBoundaryArn = 'arn:aws:iam::123456789012:policy/bounds';
      const whole = resolveIntrinsics(forwarder, forwarder.Resources, { ...given, RolePath, PermissionsBoundaryArn });
      expect(JSON.stringify(at(whole, 'CallRule.Properties.EventPattern'))).toContain(
        `arn:aws:iam::${account}:role/security/lastseen-prod-ReconcileRole-`,
      );
      expect(at(whole, 'ForwarderRole.Properties')).toMatchObject({
        Path: RolePath,
        PermissionsBoundary: PermissionsBoundaryArn,
      });
      expect(resolved(propertiesOf(forwarder, 'ForwarderRole'))).not.toHaveProperty('PermissionsBoundary');
    });

    it.each(['CallRule', 'SignInRule', 'ChangeRule'])('%s is like the one at home, and hears reading too', (id) => {
      const [there, home] = [
        resolved(propertiesOf(forwarder, id)),
        resolveIntrinsics(template, propertiesOf(template, id)),
      ];
      const asHome = JSON.stringify(at(there, 'EventPattern')).replace(
        JSON.stringify({ prefix: `arn:aws:iam::${account}:role/lastseen-prod-ReconcileRole-` }),
        JSON.stringify('<ReconcileRole.Arn>'),
      );
      expect(JSON.parse(asHome)).toEqual(at(home, 'EventPattern'));
      expect(at(there, 'State')).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
      expect(at(there, 'State')).toBe(at(home, 'State'));
      expect(at(there, 'Targets')).toEqual([
        {
          Id: 'home',
          Arn: homeBus,
          RoleArn: '<ForwarderRole.Arn>',
          RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
          DeadLetterConfig: { Arn: '<DeadLetterQueue.Arn>' },
        },
      ]);
    });

    const matches = (event: object) => {
      const real = JSON.parse(JSON.stringify(event).replaceAll('<ReconcileRole.Arn>', reconcileRole));
      return ofType(forwarder, 'AWS::Events::Rule').filter(({ properties }) =>
        matchesEvent(resolved(properties['EventPattern']), real),
      ).length;
    };
    it.each(wanted)('hands on %s, once', (_, event) => {
      expect(matches(event)).toBe(1);
    });
    it.each(unwanted)('does not hand on %s', (_, event) => {
      expect(matches(event)).toBe(0);
    });

    it('may put events on the one bus at home, and its role has no name that could clash', () => {
      const role = propertiesOf(forwarder, 'ForwarderRole');
      expect(role).not.toHaveProperty('RoleName');
      expect(role).not.toHaveProperty('ManagedPolicyArns');
      expect(resolved(role['Policies'])).toEqual([
        {
          PolicyName: 'forward',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Sid: 'HandToHome', Effect: 'Allow', Action: 'events:PutEvents', Resource: homeBus }],
          },
        },
      ]);
      expect(at(resolved(role['AssumeRolePolicyDocument']), 'Statement')).toEqual([
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': account } },
        },
      ]);
    });

    it('refuses to be deployed at home, where it would send events in a circle', () => {
      const [assertion] = at(forwarder, 'Rules.NotAtHome.Assertions') as { Assert: unknown }[];
      const holds = (HomeRegion: string) => resolveIntrinsics(forwarder, assertion?.Assert, { HomeRegion });
      expect(holds('eu-west-1')).toBe(false);
      expect(holds('us-east-1')).toBe(true);
    });

    it('is deployed by the command that the doctor prints, with every parameter that it wants', () => {
      const command = forwarderCommand({ ...fromVirginia, parameters: new Map([['RolePath', '/']]) });
      const told = Object.fromEntries([...command.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]));
      expect(told).toEqual(given);
      const wanted = Object.keys(forwarder.Parameters).filter((name) => optional[name] === undefined);
      expect(wanted.sort()).toEqual(Object.keys(given).sort());
      for (const [name, value] of Object.entries(optional)) expect(forwarder.Parameters[name]?.Default).toBe(value);
      for (const [name, value] of Object.entries(given)) {
        expect(value).toMatch(new RegExp(`^(?:${forwarder.Parameters[name]?.AllowedPattern})$`));
      }
      expect(command).toContain(`--template-file ${forwarderTemplate} `);
      expect(command).toContain('--region us-east-1 ');
    });

    it('gets the path and the boundary of the roles that the stack has, each as one word of a shell', () => {
      const bounds = 'arn:aws:iam::123456789012:policy/bounds';
      const parameters = new Map([
        ['RolePath', '/security/'],
        ['PermissionsBoundaryArn', bounds],
        ['TrailBucket', 'trail'],
      ]);
      expect(forwarderCommand({ ...fromVirginia, parameters })).toMatch(
        new RegExp(` HomeRegion=eu-west-1 Stack=lastseen-prod RolePath=/security/ PermissionsBoundaryArn=${bounds}$`),
      );
      const hostile = forwarderCommand({ ...fromVirginia, parameters: new Map([['RolePath', "/a'$(id) b"]]) });
      const words = spawnSync('sh', ['-c', `printf '%s|' ${hostile.split('--parameter-overrides ')[1]}`]);
      expect(`${words.stdout}`).toBe("HomeRegion=eu-west-1|Stack=lastseen-prod|RolePath=/a'$(id) b|");
    });
  });

  describe.skipIf(!hasMoto || !isInstalled('aws'))(
    'forwarding in an emulator (skipped without moto_server and the AWS CLI)',
    () => {
      let moto: MotoServer;
      beforeAll(async () => {
        moto = await startMoto();
      });
      afterAll(() => moto.stop());
      const run = async (command: string) => {
        const env = {
          ...process.env,
          AWS_ENDPOINT_URL: moto.endpoint,
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
          AWS_PAGER: '',
          NO_PROXY: '127.0.0.1',
        };
        return (await promisify(execFile)('sh', ['-ec', command], { env })).stdout;
      };

      it("the doctor's command deploys rules that lead to the bus at home", async () => {
        await run(forwarderCommand({ ...fromVirginia, parameters: new Map([['RolePath', '/security/']]) }));
        const names = await run(
          `aws events list-rule-names-by-target --region us-east-1 --target-arn ${homeBus} --query RuleNames --output text`,
        );
        expect(names.trim().split('\t').sort()).toEqual([
          'lastseen-prod-forward-calls',
          'lastseen-prod-forward-changes',
          'lastseen-prod-forward-sign-ins',
        ]);
        const state = await run(
          'aws events describe-rule --region us-east-1 --name lastseen-prod-forward-calls --query State --output text',
        );
        expect(state.trim()).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
      });
    },
  );
}
