import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IamCall } from '../../../../domain/lifecycle/step.ts';
import { iamWriter } from '../../../../infra/aws/iam-write/iam-writer.ts';
import { denied, type Fault, type IamServer, startIamServer, throttled } from '../../../fakes/iam-server.ts';

const policyArn = 'arn:aws:iam::aws:policy/AWSDenyAll';
const calls = [
  { action: 'TagUser', userName: 'alice', key: 'lastseen:quarantine', value: '2026-11-23' },
  { action: 'UntagUser', userName: 'alice', key: 'lastseen:quarantine' },
  { action: 'AttachUserPolicy', userName: 'alice', policyArn },
  { action: 'DetachUserPolicy', userName: 'alice', policyArn },
] as const satisfies readonly IamCall[];

describe('a call that changes IAM', () => {
  let server: IamServer;
  beforeAll(async () => {
    server = await startIamServer();
  });
  afterAll(() => server.stop());

  const answersTo = async (fault: Fault) => {
    server.account.fault = () => fault;
    const writer = iamWriter(server.client());
    return Promise.all(calls.map((call) => writer.send(call)));
  };

  it('that takes away what is gone already is done; one that adds something to nobody fails', async () => {
    const answers = await answersTo({ code: 'NoSuchEntity', status: 404 });
    expect(answers.map(({ kind }) => kind)).toEqual(['failed', 'done', 'failed', 'done']);
  });

  it('that IAM refuses fails with its reason, and never throws', async () => {
    const failed = async (fault: Fault) =>
      (await answersTo(fault)).map((answer) => (answer.kind === 'failed' ? answer.failure : undefined));
    expect(await failed(denied)).toEqual(calls.map(() => ({ kind: 'denied', why: 'AccessDenied' })));
    expect(await failed(throttled)).toEqual(calls.map(() => ({ kind: 'throttled', why: 'Throttling' })));
    expect(await failed({ code: 'LimitExceeded', status: 409 })).toEqual(
      calls.map(() => ({ kind: 'refused', why: 'LimitExceededException' })),
    );
  });

  it('tells IAM’s id of the request, also of one that was refused', async () => {
    const ids = (await answersTo(denied)).map(({ requestId }) => requestId);
    expect(new Set(ids).size).toBe(calls.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });
});
