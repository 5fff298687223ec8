import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../domain/json.ts';
import { readAccountAccess } from '../../../domain/lifecycle/account-access.ts';
import { grantsIamWriting } from '../../../domain/lifecycle/policies/iam-writing.ts';
import { user } from '../builders.ts';

const policy = (statement: JsonObject) => JSON.stringify({ Version: '2012-10-17', Statement: statement });
const allow = (...actions: readonly string[]) => policy({ Effect: 'Allow', Action: actions, Resource: '*' });
const own = '$' + '{aws:username}';

describe('a policy that lets somebody change IAM', () => {
  it.each([
    ['everything', allow('*'), true],
    ['all of IAM', allow('iam:*'), true],
    ['one writing action, in any case', allow('s3:Get*', 'IAM:putuserpolicy'), true],
    ['a pattern that may write', allow('iam:C*'), true],
    ['a pattern that covers the service', allow('i*:Attach*'), true],
    ['a pattern that is more than reading', allow('iam:G*'), true],
    ['all but one service', policy({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }), true],
    ['all but IAM', policy({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }), false],
    ['reading', allow('iam:Get*', 'iam:List*', 'iam:PassRole'), false],
    ['another service', allow('s3:*', 'sts:AssumeRole'), false],
    ['a deny', policy({ Effect: 'Deny', Action: '*', Resource: '*' }), false],
    [
      'its own keys',
      policy({ Effect: 'Allow', Action: 'iam:*AccessKey*', Resource: `arn:aws:iam::*:user/${own}` }),
      false,
    ],
    ['its own policies', policy({ Effect: 'Allow', Action: 'iam:Put*', Resource: `arn:aws:iam::*:user/${own}` }), true],
    [
      'all of IAM on itself',
      policy({ Effect: 'Allow', Action: ['iam:ChangePassword', 'iam:*'], Resource: `arn:aws:iam::*:user/${own}` }),
      true,
    ],
    [
      'all but its own keys',
      policy({ Effect: 'Allow', NotAction: 'iam:*AccessKey*', Resource: `arn:aws:iam::*:user/${own}` }),
      true,
    ],
    ['encoded as IAM sends it', encodeURIComponent(allow('iam:PutUserPolicy')), true],
    ['no policy at all', 'x', undefined],
    ['a statement that is none', '{"Statement":["x"]}', undefined],
  ])('%s', (_, document, expected) => {
    expect(grantsIamWriting(document)).toBe(expected);
  });
});

describe('what the users of an account may do', () => {
  const arn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  const detail = (changes: JsonObject) => ({ UserId: user(), ...changes });
  const changes = (...pages: readonly JsonObject[]) => readAccountAccess(pages)?.get(user())?.changesIam;

  it.each<[string, JsonObject[], boolean | undefined]>([
    ['nothing', [{ UserDetailList: [detail({})] }], false],
    ['by an inline policy', [{ UserDetailList: [detail({ UserPolicyList: [{ PolicyDocument: allow('*') }] })] }], true],
    [
      'by an attached policy of another page',
      [
        { UserDetailList: [detail({ AttachedManagedPolicies: [{ PolicyArn: arn }] })] },
        {
          UserDetailList: [],
          Policies: [
            {
              Arn: arn,
              PolicyVersionList: [
                { Document: allow('s3:*'), IsDefaultVersion: false },
                { Document: allow('*'), IsDefaultVersion: true },
              ],
            },
          ],
        },
      ],
      true,
    ],
    [
      'by a policy that nobody sent',
      [{ UserDetailList: [detail({ AttachedManagedPolicies: [{ PolicyArn: arn }] })] }],
      undefined,
    ],
    [
      'by a group',
      [
        {
          UserDetailList: [detail({ GroupList: ['ops'] })],
          GroupDetailList: [{ GroupName: 'ops', GroupPolicyList: [{ PolicyDocument: allow('iam:*') }] }],
        },
      ],
      true,
    ],
    ['by a group that nobody sent', [{ UserDetailList: [detail({ GroupList: ['ops'] })] }], undefined],
  ])('%s', (_, pages, expected) => {
    expect(changes(...pages)).toBe(expected);
  });

  it('is not known where a page is something else', () => {
    expect(readAccountAccess([{ Users: [] }])).toBeUndefined();
    expect(readAccountAccess([])).toBeUndefined();
  });
});
