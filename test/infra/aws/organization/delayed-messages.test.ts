import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendDelayed } from '../../../../infra/aws/organization/delayed-messages.ts';
import { type RunQueue, startRunQueue } from '../../../fakes/organization/run-queue.ts';

describe('messages to a queue', () => {
  let queue: RunQueue;
  let client: SQSClient;
  beforeEach(async () => {
    queue = await startRunQueue();
    client = new SQSClient({ region: 'eu-west-1', ...queue.config });
  });
  afterEach(() => queue.stop());

  const texts = Array.from({ length: 21 }, (_, index) => ({ body: `${index}`, delayS: 0 }));
  const send = () => sendDelayed(client, queue.url, texts);
  const bodies = () => queue.messages.map(({ body }) => Number(body));

  it('arrive each once, also where the queue could not take some of a batch at first', async () => {
    const tries = new Map<string, number>();
    queue.failing = ({ MessageBody }) => {
      const before = tries.get(MessageBody) ?? 0;
      tries.set(MessageBody, before + 1);
      return before === 0 && Number(MessageBody) % 7 === 3 ? { Code: 'InternalError', SenderFault: false } : undefined;
    };
    await send();
    expect(bodies().sort((a, b) => a - b)).toEqual(texts.map((_, index) => index));
  });

  it('are an error where the queue refuses one for what it says, at once', async () => {
    queue.failing = ({ MessageBody }) =>
      MessageBody === '12' ? { Code: 'InvalidMessageContents', SenderFault: true } : undefined;
    await expect(send()).rejects.toThrow('the queue refused 1 of 10 messages (InvalidMessageContents)');
    expect(queue.calls).toHaveLength(2);
  });
});
