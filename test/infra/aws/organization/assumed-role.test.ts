import { expect, it } from 'vitest';
import { answered } from '../../../../domain/answer.ts';
import { renewedSession } from '../../../../infra/aws/organization/assumed-role.ts';

it('a session is assumed again before it ends, once for all who ask', async () => {
  const session = (accessKeyId: string, minutes: number) => {
    const expiration = new Date(Date.now() + minutes * 60_000);
    return { accessKeyId, secretAccessKey: 'b', sessionToken: 'c', expiration };
  };
  let assumed = 0;
  const renewed = renewedSession(session('ending', 9), async () => {
    assumed += 1;
    return answered(session('new', 60));
  });
  const all = await Promise.all([renewed(), renewed()]);
  expect([...all, await renewed()].map(({ accessKeyId }) => accessKeyId)).toEqual(['new', 'new', 'new']);
  expect(assumed).toBe(1);
});
