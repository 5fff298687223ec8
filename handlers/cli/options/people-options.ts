import type { Command } from 'commander';
import type { StatedPerson } from '../../../domain/people/stated-people.ts';
import { InputError } from '../../input-error.ts';
import type { GivenInput } from '../provenance.ts';

/** Who is who across providers. */
export interface PeopleOptions {
  readonly people?: string;
}

/** Adds the option that names the people. */
export function addPeopleOption(command: Command): Command {
  return command.option('--people <file>', 'who is who across providers: CSV or JSON of persons and their users');
}

/** Throws InputError where people are given for an answer that names none; `other` is the option that asks for it. */
export function refusePeopleBeside({ people }: PeopleOptions, other: string): void {
  if (people !== undefined) throw new InputError(`--people goes without ${other}: that answer names no persons`);
}

/** What the file says; undefined where none was given. */
export async function statedPeople({ people }: PeopleOptions): Promise<readonly StatedPerson[] | undefined> {
  if (people === undefined) return undefined;
  const { readPeopleFile } = await import('../../../infra/local/people-file.ts');
  return readPeopleFile(people);
}

/** The file as an input; none where it was not given. */
export const givenPeople = ({ people }: PeopleOptions): GivenInput[] =>
  people === undefined ? [] : [{ option: '--people', name: people }];
