import { openActStore } from '../../evidence/open-act-log.ts';
import { readActs } from '../../evidence/read-acts.ts';
import { userHistory } from '../../query/user-history.ts';
import type { ProgramContext } from '../program-context.ts';
import { renderHistory } from '../render/render-history.ts';
import { answerAboutUser, type UserOptions } from './answer-about-user.ts';

/** Shows the history of one user and sets the exit code. */
export function runHistory(who: string, options: UserOptions, context: ProgramContext): Promise<void> {
  return answerAboutUser(options, context, {
    command: 'history',
    read: async (table, chosen) => {
      const store = await openActStore(table, options);
      return userHistory(table, who, chosen, (accountId) => readActs(store, accountId));
    },
    render: renderHistory,
  });
}
