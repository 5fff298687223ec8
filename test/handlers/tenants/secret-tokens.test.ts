import { expect, it } from 'vitest';
import { type Answer, answered, failed } from '../../../domain/answer.ts';
import { secretTokens } from '../../../handlers/lambda/providers/secret-tokens.ts';

const refused = failed({ kind: 'no-credentials', why: 'no token: invalid_client' });
const good = 'new';

function tokensWith(secrets: readonly Answer<string>[]) {
  const reads: number[] = [];
  const read = async () => secrets[Math.min(reads.push(1), secrets.length) - 1] ?? refused;
  const tokens = secretTokens(read, (secret) => async () => (secret === good ? answered(`of ${secret}`) : refused));
  return { tokens, reads };
}

it('a secret that is replaced in the middle of a run is read once more, and then kept', async () => {
  const { tokens, reads } = tokensWith([answered('old'), answered(good)]);
  expect(await tokens()).toEqual(refused);
  expect(await tokens()).toEqual(answered('of new'));
  expect(await tokens()).toEqual(answered('of new'));
  expect(reads).toHaveLength(2);
});

it('a secret that stays refused, or cannot be read, gives no token and says why', async () => {
  expect(await tokensWith([answered('old')]).tokens()).toEqual(refused);
  const denied = failed({ kind: 'denied', why: 'the secret: AccessDeniedException' });
  expect(await tokensWith([denied]).tokens()).toEqual(denied);
});
