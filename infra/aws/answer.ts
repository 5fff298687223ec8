import type { Asked } from '../../domain/doctor/finding.ts';
import { failureWords } from './failure.ts';

/** The answer to a question that takes this action of a policy, or why there is none. Never throws. */
export async function tryAsk<T>(action: string, question: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { value: await question() };
  } catch (error) {
    return { failure: failureWords(error), action };
  }
}
