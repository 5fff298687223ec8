import { describe, expect, it } from 'vitest';
import { fetchObject, triesAtMost, wholeBytes } from '../../../handlers/archive/fetch-object.ts';
import type { OpenedObject } from '../../../infra/ports/opened-object.ts';

async function* chunks(...parts: (string | Error)[]) {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield Buffer.from(part);
  }
}

/** A store that answers with one after the other, and the last one from then on. */
function store(...answers: (() => OpenedObject)[]) {
  let asked = 0;
  const open = async () => {
    const answer = answers[Math.min(asked++, answers.length - 1)];
    if (answer === undefined) throw new Error('nothing to answer');
    return answer();
  };
  return { open, asked: () => asked };
}

const object =
  (sizeBytes: number, ...parts: (string | Error)[]) =>
  () => ({
    ...{ kind: 'open' as const, bytes: chunks(...parts), sizeBytes },
    close: () => {},
  });
const reset = new Error('ECONNRESET');

describe('an object of a bucket', () => {
  it('comes whole up to the bound, with all its chunks', async () => {
    const fetched = await fetchObject(store(object(wholeBytes, 'ab', 'c')).open);
    expect(fetched).toEqual({ kind: 'whole', bytes: Buffer.from('abc') });
  });

  it('comes as a stream above it, unread', async () => {
    const fetched = await fetchObject(store(object(wholeBytes + 1, reset)).open);
    expect(fetched).toMatchObject({ kind: 'stream', sizeBytes: wholeBytes + 1 });
  });

  it('is asked for again where the connection breaks, from its start', async () => {
    const { open, asked } = store(object(3, 'a', reset), object(3, 'a', 'bc'));
    expect(await fetchObject(open)).toEqual({ kind: 'whole', bytes: Buffer.from('abc') });
    expect(asked()).toBe(2);
  });

  it('is given up after three tries, with what broke the last one', async () => {
    const last = new Error('EPIPE');
    const { open, asked } = store(object(3, reset), object(3, reset), object(3, 'a', last));
    expect(await fetchObject(open)).toEqual({ kind: 'broken', cause: last });
    expect(asked()).toBe(triesAtMost);
  });

  it.each(['missing', 'denied', 'archived'] as const)('that is %s is not asked for again', async (kind) => {
    const { open, asked } = store(() => ({ kind, why: 'AccessDenied' }));
    expect(await fetchObject(open)).toEqual({ kind, why: 'AccessDenied' });
    expect(asked()).toBe(1);
  });

  it('leaves what the store throws to the caller', async () => {
    await expect(fetchObject(() => Promise.reject(reset))).rejects.toBe(reset);
  });
});
