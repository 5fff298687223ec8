import { describe, expect, it } from 'vitest';
import {
  type CredentialName,
  credentialOfKey,
  credentialText,
  isAccessKey,
  readCredential,
} from '../../domain/credential.ts';
import { key } from './builders.ts';

describe('a credential', () => {
  it.each<[string, CredentialName]>([
    ['AKIAALICE00000000001', { kind: 'key', id: key() }],
    ['access_key_1', { kind: 'key-slot', slot: 1 }],
    ['access_key_2', { kind: 'key-slot', slot: 2 }],
    ['cert_1', { kind: 'certificate-slot', slot: 1 }],
    ['cert_2', { kind: 'certificate-slot', slot: 2 }],
    ['password', { kind: 'password' }],
    ['console', { kind: 'console' }],
    ['federation', { kind: 'federation' }],
    ['session', { kind: 'session' }],
    ['ACCAEXAMPLE000000001', { kind: 'other', id: 'ACCAEXAMPLE000000001' }],
    ['APKAEXAMPLE000000001', { kind: 'other', id: 'APKAEXAMPLE000000001' }],
    ['AKIA', { kind: 'other', id: 'AKIA' }],
    ['access_key_3', { kind: 'other', id: 'access_key_3' }],
    ['constructor', { kind: 'other', id: 'constructor' }],
  ])('%s is read, and written as it was', (text, name) => {
    expect(readCredential(text)).toEqual(name);
    expect(credentialText(name)).toBe(text);
  });

  it('is an access key by its id alone', () => {
    expect(isAccessKey(key())).toBe(true);
    for (const text of ['access_key_1', 'console', 'ASIAALICE00000000001', 'AKIA'])
      expect(isAccessKey(text)).toBe(false);
  });

  it.each([
    ['AKIAALICE00000000001', 'AKIAALICE00000000001'],
    ['ASIAALICE00000000001', 'session'],
    ['AKIA', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('that a record used with the key %s is %s', (accessKeyId, used) => {
    expect(credentialOfKey(accessKeyId)).toBe(used);
  });
});
