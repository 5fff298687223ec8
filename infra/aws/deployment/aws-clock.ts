import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Asked } from '../../../domain/doctor/finding.ts';
import { tryAsk } from '../answer.ts';

/** The time of AWS by the head of an answer, and this machine's in the middle of the call; in milliseconds since 1970. */
export function readClock(client: STSClient): Promise<Asked<{ readonly awsMs: number; readonly localMs: number }>> {
  return tryAsk('sts:GetCallerIdentity', async () => {
    let date: string | undefined;
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        date = (result.response as { headers?: Record<string, string> }).headers?.['date'];
        return result;
      },
      { step: 'deserialize', priority: 'low', name: 'readDate', override: true },
    );
    const before = Date.now();
    await client.send(new GetCallerIdentityCommand({}));
    const awsMs = Date.parse(date ?? '');
    if (Number.isNaN(awsMs)) throw new Error('an answer without a date');
    return { awsMs, localMs: (before + Date.now()) / 2 };
  });
}
