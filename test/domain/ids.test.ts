import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseAccessKeyId,
  parseAccountId,
  parseRegion,
  parseUserArn,
  parseUserId,
  parseUserName,
} from '../../domain/ids.ts';

type Parser = (value: unknown) => string | undefined;

describe('ids', () => {
  it.each<[string, Parser, string[], unknown[]]>([
    [
      'an account id is 12 digits',
      parseAccountId,
      ['123456789012', '000000000000'],
      ['12345678901', '1234567890123', '12345678901x', ' 123456789012', '123456789012\n', 123456789012, '', null],
    ],
    [
      'a unique id begins with AIDA',
      parseUserId,
      ['AIDATFQR7NSC5U6Q3TMDR', 'AIDAEXAMPLE', 'AIDA1234', `AIDA${'A'.repeat(124)}`],
      [
        'AIDA',
        'AIDA123',
        `AIDA${'A'.repeat(125)}`,
        'AROATFQR7NSC5U6Q3TMDR',
        'aidatfqr7nsc5u6q3tmdr',
        'AIDA****',
        'xAIDA1234',
      ],
    ],
    [
      'a long-term key begins with AKIA',
      parseAccessKeyId,
      ['AKIAIOSFODNN7EXAMPLE', `AKIA${'A'.repeat(12)}`],
      ['ASIAIOSFODNN7EXAMPLE', `AKIA${'A'.repeat(11)}`, `AKIA${'A'.repeat(125)}`, 'AKIA****************', ''],
    ],
    [
      'a user name has up to 64 of the letters that IAM takes',
      parseUserName,
      ['a', 'alice@example.com', '_+=,.@-', 'A'.repeat(64)],
      ['', 'A'.repeat(65), 'a b', 'a/b', 'älice', 'a\n', 'a#b', '*'],
    ],
    [
      'a Region has the form of one',
      parseRegion,
      ['eu-west-1', 'us-gov-west-1', 'ap-southeast-99', 'mx-central-1'],
      ['', 'EU-WEST-1', 'eu west', 'e', '1u-west-1', 'eu-west-1#x', `eu${'x'.repeat(31)}`],
    ],
  ])('%s', (_, parse, good, bad) => {
    expect(good.map(parse)).toEqual(good);
    expect(bad.map(parse)).toEqual(bad.map(() => undefined));
  });
});

describe("a user's ARN", () => {
  const accountId = '123456789012';
  it.each<[string, object | undefined]>([
    ['arn:aws:iam::123456789012:user/alice', { accountId, path: '/', userName: 'alice' }],
    ['arn:aws:iam::123456789012:user/division/team/alice', { accountId, path: '/division/team/', userName: 'alice' }],
    ['arn:aws-cn:iam::123456789012:user/alice', { accountId, path: '/', userName: 'alice' }],
    ['arn:aws-us-gov:iam::123456789012:user/a@b.c', { accountId, path: '/', userName: 'a@b.c' }],
    ['arn:aws:iam::123456789012:user/', undefined],
    ['arn:aws:iam::123456789012:user', undefined],
    ['arn:aws:iam::123456789012:role/alice', undefined],
    ['arn:aws:iam::123456789012:root', undefined],
    ['arn:aws:iam::123456789012:mfa/alice', undefined],
    ['arn:aws:sts::123456789012:user/alice', undefined],
    ['arn:aws:sts::123456789012:federated-user/alice', undefined],
    ['arn:aws:iam:eu-west-1:123456789012:user/alice', undefined],
    ['arn:aws:iam::1234:user/alice', undefined],
    ['arn:aws:iam::123456789012:user/a b', undefined],
    [`arn:aws:iam::123456789012:user/${'a'.repeat(65)}`, undefined],
    ['x arn:aws:iam::123456789012:user/alice', undefined],
  ])('%s', (arn, parts) => {
    expect(parseUserArn(arn)).toEqual(parts);
  });

  it('is the sum of its parts', () => {
    const names = fc.stringMatching(/^[\w+=,.@-]{1,64}$/);
    const paths = fc.array(fc.stringMatching(/^[a-z0-9.]{1,9}$/)).map((parts) => ['', ...parts, ''].join('/'));
    fc.assert(
      fc.property(fc.stringMatching(/^\d{12}$/), paths, names, (account, path, userName) => {
        const arn = `arn:aws:iam::${account}:user${path}${userName}`;
        expect(parseUserArn(arn)).toEqual({ accountId: account, path, userName });
      }),
    );
  });

  it('is told from everything that is no text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(typeof value !== 'string');
        expect([parseUserArn, parseUserId, parseAccessKeyId].map((parse) => parse(value))).toEqual([
          undefined,
          undefined,
          undefined,
        ]);
      }),
    );
  });
});
