import { type Answer, answered, failed } from '../../domain/answer.ts';
import { failureOf } from './failure.ts';

/** The answer to a question that takes this action of a policy, or why there is none. Never throws. */
export async function tryAsk<T>(action: string, question: () => Promise<T>): Promise<Answer<T>> {
  try {
    return answered(await question());
  } catch (error) {
    return failed(failureOf(error), action, error);
  }
}
