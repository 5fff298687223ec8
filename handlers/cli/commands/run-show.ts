import { showUser } from '../../query/show-user.ts';
import type { ProgramContext } from '../program-context.ts';
import { renderShow } from '../render/render-show.ts';
import { answerAboutUser, type UserOptions } from './answer-about-user.ts';

/** Shows one user and sets the exit code. */
export function runShow(who: string, options: UserOptions, context: ProgramContext): Promise<void> {
  return answerAboutUser(options, context, {
    command: 'show',
    read: (table, chosen) => showUser(table, who, chosen),
    render: renderShow,
  });
}
