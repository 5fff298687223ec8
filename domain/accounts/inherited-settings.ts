/** Settings that an account has from the organizational units above it. */

import type { JsonObject } from '../json.ts';
import { isObjectOf, isRecordOf, isText, parsedBy } from '../shape.ts';
import { type Entry, inheritedEntry } from '../sightings/entry.ts';
import { type Instant, parseTime } from '../time.ts';
import { type AccountSettings, isAccountSettings, settingsFormat } from './account-settings.ts';

/** What a unit decided: its path as in `MemberAccount`, and its settings. The path of the root is empty. */
export interface UnitSettings {
  readonly unit: string;
  readonly settings: AccountSettings;
}

/** What an account inherits, and from which unit each setting comes, by the setting's name. */
export interface Inheritance {
  readonly settings: AccountSettings;
  readonly from: { readonly [setting in keyof AccountSettings]?: string };
}

/** An inheritance in the table: a copy beside the own settings, made by the latest run over the organization. */
export interface InheritedSettings extends Inheritance {
  readonly at: Instant;
}

/** The units above an account, nearest first; the root is above everybody, also where the place is not known. */
export function unitsAbove(unit: string | undefined): string[] {
  const names = unit === undefined || unit === '' ? [] : unit.split('/');
  return [...names.keys()]
    .reverse()
    .map((last) => names.slice(0, last + 1).join('/'))
    .concat('');
}

/** The nearest unit that has a setting decides it, each setting by itself. `units` are nearest first. */
export function inheritanceOf(units: readonly UnitSettings[]): Inheritance {
  const farthestFirst = units.toReversed();
  return {
    settings: Object.assign({}, ...farthestFirst.map(({ settings }) => settings)),
    from: Object.assign({}, ...farthestFirst.map(sourcesIn)),
  };
}

const sourcesIn = ({ unit, settings }: UnitSettings): Inheritance['from'] =>
  Object.fromEntries(Object.keys(settings).map((name) => [name, unit]));

const isInherited = isObjectOf<InheritedSettings>({
  at: parsedBy(parseTime),
  settings: isAccountSettings,
  from: isRecordOf(isText),
});

/** The entry of an inheritance, and the attributes that it has there: those of a version 0, decided by the units. */
export function itemOfInherited({ at, settings, from }: InheritedSettings): {
  readonly entry: Entry;
  readonly attributes: JsonObject;
} {
  const attributes = { format: settingsFormat, version: 0, at, by: 'organizational units', settings, from };
  return { entry: inheritedEntry, attributes };
}

/** A stored inheritance; undefined where this version of the program cannot read it. */
export function readInherited(item: JsonObject): InheritedSettings | undefined {
  if (item['format'] !== settingsFormat || !isInherited(item)) return undefined;
  const { at, settings, from } = item;
  return { at, settings, from };
}

/** The unit of `ou:/Production/Payments`; undefined for any other text. `ou:/` is the root. */
export const parseUnit = (text: string): string | undefined => /^ou:\/((?:[^/]+(?:\/[^/]+)*)?)$/.exec(text)?.[1];

/** How people write a unit: `ou:/Production/Payments`. */
export const unitText = (unit: string): string => `ou:/${unit}`;
