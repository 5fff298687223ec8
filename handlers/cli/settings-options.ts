import { parseSettings, type RawSettings, type Settings } from '../../domain/settings/settings.ts';
import type { Instant } from '../../domain/time.ts';
import { instantOfEpochMs } from '../../domain/time.ts';
import { InputError } from '../input-error.ts';

/** The settings typed on the command line, as of the clock's time where no other is set. Throws InputError naming all that is wrong. */
export function settingsOf(raw: RawSettings): Settings {
  const settings = parseSettings(raw, clockTime());
  if ('problems' in settings) throw new InputError(settings.problems.join('\n'));
  return settings;
}

/** Now, by the clock of this machine. */
export const clockTime = (): Instant => instantOfEpochMs(Date.now()) as Instant;
