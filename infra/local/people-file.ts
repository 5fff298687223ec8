import type { Parsed } from '../../domain/parsed.ts';
import { readPeopleJson, readPeopleTable, type StatedPerson } from '../../domain/people/stated-people.ts';
import { InventoryFileError } from './inventory-file-error.ts';
import { readInventoryText } from './inventory-text.ts';
import { jsonValuesOf } from './json-values.ts';
import { parseCsv, spreadsheetCsv, unescapedCell } from './report-csv.ts';

/** Reads who is who, from CSV or JSON. Throws InventoryFileError where the file is neither. */
export async function readPeopleFile(path: string): Promise<readonly StatedPerson[]> {
  const people = peopleIn(await readInventoryText(path));
  if (people.kind === 'ok') return people.value;
  throw new InventoryFileError(`${path}: ${people.problems.map(({ todo }) => todo).join(', ')}`);
}

function peopleIn(text: string): Parsed<readonly StatedPerson[]> {
  if (/^[[{]/.test(text)) return readPeopleJson(jsonValuesOf(text)?.[0]);
  const { csv, delimiter } = spreadsheetCsv(text);
  const table = parseCsv(csv, delimiter, 'people');
  return table.kind === 'wrong' ? table : readPeopleTable(table.value.map(({ cells }) => cells.map(unescapedCell)));
}
