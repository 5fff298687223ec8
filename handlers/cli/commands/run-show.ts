import { showUser } from '../../query/show-user.ts';
import { givenPeople, type PeopleOptions, statedPeople } from '../options/people-options.ts';
import type { ProgramContext } from '../program-context.ts';
import { renderShow } from '../render/render-show.ts';
import { answerAboutUser, type UserOptions } from './answer-about-user.ts';

/** Shows one user and sets the exit code. */
export async function runShow(
  who: string,
  options: UserOptions & PeopleOptions,
  context: ProgramContext,
): Promise<void> {
  const stated = await statedPeople(options);
  return answerAboutUser(options, context, {
    command: 'show',
    inputs: givenPeople(options),
    read: (table, chosen) => showUser(table, who, chosen, stated),
    render: renderShow,
  });
}
