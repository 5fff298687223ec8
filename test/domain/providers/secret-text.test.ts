import { expect, it } from 'vitest';
import { isPem, secretIn } from '../../../domain/providers/secret-text.ts';

it.each([
  ['a secret with a newline behind it', 'abc~def\n', 'abc~def'],
  ['a pair of key and value', '{"clientSecret": " abc~def "}', 'abc~def'],
  ['a certificate', '-----BEGIN CERTIFICATE-----\nMII\n', '-----BEGIN CERTIFICATE-----\nMII'],
  ['nothing', ' \n', undefined],
  ['two values', '{"old": "a", "new": "b"}', undefined],
  ['a value that is no text', '{"clientSecret": 7}', undefined],
  ['an empty value', '{"clientSecret": ""}', undefined],
  ['half of a pair', '{"clientSecret": "ab', undefined],
])('the secret in %s', (_, text, secret) => {
  expect(secretIn(text)).toBe(secret);
});

it('a certificate is told from a secret by its first line', () => {
  expect([isPem('-----BEGIN PRIVATE KEY-----'), isPem('abc~def')]).toEqual([true, false]);
});
