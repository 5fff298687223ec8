import { type Answer, answered, failed } from '../../domain/answer.ts';
import { failureOf } from './failure.ts';

/** Makes a request that needs this action of a policy. Returns the answer, or why none came. Never throws. */
export async function tryAsk<T>(action: string, question: () => Promise<T>): Promise<Answer<T>> {
  try {
    return answered(await question());
  } catch (error) {
    return failed(failureOf(error), action, error);
  }
}
