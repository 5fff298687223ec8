import pc from 'picocolors';
import { InputError } from '../input-error.ts';
import type { CommonOptions } from './options/common-options.ts';

/** What can be shown where text goes: colours, and how wide a line may be. */
export interface Terminal {
  readonly colors: ReturnType<typeof pc.createColors>;
  readonly columns: number;
}

/** A stream, as far as it matters here. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type Environment = NodeJS.ProcessEnv;

/** Narrower than this nothing can be laid out. */
const leastColumns = 40;

/** What a file or pipe gets: whole lines. */
const unbounded = Number.MAX_SAFE_INTEGER;

/** How to show text on this stream. Throws InputError for a `--color` that is none. */
export function terminalOf(screen: Screen, { color = 'auto' }: CommonOptions, environment: Environment): Terminal {
  return { colors: pc.createColors(isColored(screen, color, environment)), columns: columnsOf(screen, environment) };
}

/** `--color` decides, then FORCE_COLOR, then NO_COLOR and a dumb terminal, then whether it is a terminal at all. */
function isColored(screen: Screen, when: string, environment: Environment): boolean {
  if (when === 'always' || when === 'never') return when === 'always';
  if (when !== 'auto') throw new InputError(`--color ${when}: give one of always, auto, never`);
  const forced = environment['FORCE_COLOR'] ?? '';
  if (forced !== '') return forced !== '0' && forced !== 'false';
  return screen.isTTY === true && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
}

/** COLUMNS decides where it is set, as for other programs; a pipe has no end of the line. */
function columnsOf({ isTTY, columns }: Screen, environment: Environment): number {
  const wanted = Number(environment['COLUMNS']);
  if (Number.isInteger(wanted) && wanted > 0) return Math.max(leastColumns, wanted);
  if (isTTY !== true) return unbounded;
  return Math.max(leastColumns, columns === undefined || columns === 0 ? 80 : columns);
}
