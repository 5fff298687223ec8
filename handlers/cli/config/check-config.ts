import { Ajv, type ErrorObject } from 'ajv';
import { kindOf } from '../../../domain/json.ts';
import { lifecycleSettings } from '../../../domain/lifecycle/settings.ts';
import { isTimeZone } from '../../../domain/lifecycle/window.ts';
import { parseTime } from '../../../domain/time.ts';
import { namesTodo } from '../../near-names.ts';
import { parseListSelection } from '../../query/list-selection.ts';
import { keyColumns } from '../../report/key-report.ts';
import { userColumns } from '../../report/user-columns.ts';
import schema from '../schemas/config.schema.json' with { type: 'json' };
import type { ConfigFile } from './config-file.ts';
import { type ConfigText, inOrder, type Misplaced, placeOfKey, placeOfValue } from './place.ts';

/** The file's value where it is a right one, else its mistakes in the order of their lines. */
export function checkConfig(value: unknown, text: ConfigText): ConfigFile | Misplaced[] {
  const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true });
  ajv.addFormat('date', (day) => parseTime(`${day}T00:00:00Z`) !== undefined);
  ajv.addFormat('time-zone', isTimeZone);
  const isConfig = ajv.compile<ConfigFile>(schema);
  if (!isConfig(value)) {
    // A key that is misspelt is also missing: the misspelling says more.
    const errors = (isConfig.errors ?? []).toSorted((a, b) => Number(isMissing(a)) - Number(isMissing(b)));
    return inOrder(errors.filter(saysMost).map((error) => mistakeOf(error, text)));
  }
  const mistakes = [...wrongColumns(value, text), ...closedWindow(value, text)];
  return mistakes.length > 0 ? mistakes : value;
}

/** A wrong name of a key has an error of its own, which says what is wrong with it. */
const saysMost = ({ keyword }: ErrorObject) => keyword !== 'propertyNames';

const isMissing = ({ keyword }: ErrorObject) => keyword === 'required';

function mistakeOf(error: ErrorObject, text: ConfigText): Misplaced {
  const path = pathOf(error.instancePath);
  const known = Object.keys(error.parentSchema?.['properties'] ?? {});
  if (error.keyword === 'additionalProperties') {
    const key = `${error.params['additionalProperty']}`;
    return {
      ...placeOfKey(path, key, text),
      words: `${nameOf([...path, key])}: unknown key; ${namesTodo(key, known)}`,
    };
  }
  if (error.propertyName !== undefined) {
    const words = `${nameOf([...path, error.propertyName])}: ${todoOf(error)}`;
    return { ...placeOfKey(path, error.propertyName, text), words };
  }
  if (error.keyword === 'required') {
    const key = `${error.params['missingProperty']}`;
    return { ...placeOfValue(path, text), words: `${nameOf(path)}: ${key} is missing; ${todoOf(error)}` };
  }
  return { ...placeOfValue(path, text), words: `${nameOf(path)}: ${givenOf(error)}${todoOf(error)}` };
}

/** Places in lists are numbers; an account's id is a key, though it has digits alone. */
function pathOf(pointer: string): (string | number)[] {
  const parts = pointer.split('/').slice(1);
  return parts.map((part) =>
    /^\d{1,6}$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~'),
  );
}

/** `exemptions[2].end`; the whole file is called so. */
const nameOf = (path: readonly (string | number)[]): string =>
  path.length === 0
    ? 'the file'
    : path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`)).join('');

const longestShown = 60;

function givenOf({ data: value, keyword }: ErrorObject): string {
  if (typeof value === 'object' || value === undefined) return `${kindOf(value)}; `;
  const text = `${value}`.slice(0, longestShown);
  return `${text}${keyword === 'type' ? `, ${kindOf(value)}` : ''}; `;
}

function todoOf({ parentSchema }: ErrorObject): string {
  const { enum: choices, $comment, properties } = parentSchema ?? {};
  if (Array.isArray(choices)) return `give one of ${choices.join(', ')}`;
  return typeof $comment === 'string' ? $comment : `give one or more of ${Object.keys(properties ?? {}).join(', ')}`;
}

/** A window that closes before it opens, by its own hours or by the default of one of them, is never open. */
function closedWindow({ lifecycle }: ConfigFile, text: ConfigText): Misplaced[] {
  const { fromHour, toHour } = lifecycleSettings(lifecycle ?? {}).window;
  if (fromHour < toHour) return [];
  const path = ['lifecycle', 'window'];
  const words = `${nameOf(path)}: opens at ${fromHour} and closes at ${toHour}; give a toHour after fromHour of the same day`;
  return [{ ...placeOfValue(path, text), words }];
}

/** Columns have names that no schema lists: tag:KEY is one. */
function wrongColumns({ outputs = {} }: ConfigFile, text: ConfigText): Misplaced[] {
  return (['scan', 'list', 'keys'] as const).flatMap((answer) => {
    const known = answer === 'keys' ? keyColumns : userColumns;
    return (outputs[answer]?.columns ?? []).flatMap((name, index) => {
      const parsed = parseListSelection({ columns: name }, known);
      const path = ['outputs', answer, 'columns', index];
      if (parsed.kind === 'ok') return [];
      return [{ ...placeOfValue(path, text), words: `${nameOf(path)}: ${name}; ${parsed.problems[0]?.todo}` }];
    });
  });
}
