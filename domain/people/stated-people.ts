/** Reads who is who, as somebody wrote it down. */

import { isJsonObject, kindOf, textAt } from '../json.ts';
import { ok, type Parsed, wrong } from '../parsed.ts';

/** One person with its users: an ARN, `ACCOUNT/UNIQUE-ID`, or a verified address each. */
export interface StatedPerson {
  readonly name: string;
  readonly users: readonly string[];
}

const longestName = 256;

/** Reads the rows of a table: a column `person`, and in the others a user each. A person may have several rows. */
export function readPeopleTable(rows: readonly (readonly string[])[]): Parsed<readonly StatedPerson[]> {
  const [head = [], ...others] = rows;
  const at = head.findIndex((name) => name.trim().toLowerCase() === 'person');
  if (at < 0) return refuse('the first row must name the columns: person, and others with its users');
  return readEach(others.map((cells) => [cells[at] ?? '', cells.filter((_, index) => index !== at)]));
}

/** Reads an array of objects with `person`, and in the other fields a user or a list of them. */
export function readPeopleJson(value: unknown): Parsed<readonly StatedPerson[]> {
  if (!Array.isArray(value)) return refuse('not a JSON array of people');
  const odd = value.findIndex((each) => !isJsonObject(each) || textAt(each, 'person') === undefined);
  if (odd >= 0) return refuse(`item ${odd + 1} is ${kindOf(value[odd])} without the text person`);
  return readEach(
    value
      .filter(isJsonObject)
      .map(({ person, ...fields }) => [`${person}`, Object.values(fields).flat().filter(isText)]),
  );
}

const isText = (value: unknown): value is string => typeof value === 'string';

function readEach(
  rows: readonly (readonly [name: string, users: readonly string[]])[],
): Parsed<readonly StatedPerson[]> {
  const people = new Map<string, string[]>();
  for (const [text, cells] of rows) {
    const name = textAt({ name: text.trim() }, 'name', longestName);
    const users = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
    if (name === undefined && users.length > 0) return refuse(`the row of ${users[0]} names no person`);
    if (name !== undefined) people.set(name, [...(people.get(name) ?? []), ...users]);
  }
  if (people.size === 0) return refuse('it names nobody');
  return ok([...people].map(([name, users]) => ({ name, users })));
}

const refuse = (todo: string) => wrong({ field: 'people', given: undefined, todo });
