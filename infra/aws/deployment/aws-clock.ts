import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Answer } from '../../../domain/answer.ts';
import type { ClockReading } from '../../../domain/doctor/machine-checks.ts';
import { tryAsk } from '../answer.ts';

/** The time of AWS from an answer's Date header, and this machine's at the middle of the call; ms since 1970. */
export function readClock(client: STSClient): Promise<Answer<ClockReading>> {
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
