import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { at } from './template.ts';
import { usedActions } from './used-actions.ts';

it('the role in each account grants every call that judges it, and no other', () => {
  const template: unknown = JSON.parse(readFileSync('infra/stack/organization/member-role.json', 'utf8'));
  const policies = JSON.stringify(at(template, 'Resources.MemberRole.Properties.Policies'));
  const granted = [...policies.matchAll(/"(\w+:\w+)"/g)].map(([, action]) => action);
  expect(granted.sort()).toEqual([...usedActions('handlers/lambda/account-ports.ts')].sort());
  const reads = /^\w+:(?:Get|List|Describe|Generate(?:CredentialReport|ServiceLastAccessedDetails)$)/;
  expect(granted.filter((action = '') => !reads.test(action))).toEqual([]);
});

it.each([
  ['planner', 'plan', ['organizations', 'cloudtrail', 'account', 'sqs']],
  ['worker', 'work', ['sts', 'sns', 'events']],
])(
  'the role of the %s grants each of its calls, and no other, of the services that it calls itself',
  (_, name, services) => {
    const isOfThese = (action: string) => services.includes(action.split(':')[0] ?? '');
    const role = readFileSync(`infra/stack/organization/${name}-role.yml`, 'utf8');
    const granted = [...new Set(role.match(/\b[a-z]+:[A-Z]\w+/g))].filter(isOfThese);
    // A batch of messages needs the action of one.
    const used = [...usedActions(`handlers/lambda/organization/${name}.ts`)].map((each) => each.replace(/Batch$/, ''));
    expect(granted.sort()).toEqual(used.filter(isOfThese).sort());
  },
);
