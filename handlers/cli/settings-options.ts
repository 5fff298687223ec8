import { parseSettings, type RawSettings, type Settings } from '../../domain/settings.ts';
import type { Instant } from '../../domain/time.ts';
import { instantOfEpochMs } from '../../domain/time.ts';
import { InputError } from '../input-error.ts';

/** The settings typed on the command line; the wall clock is read here and nowhere else. Throws InputError naming all that is wrong. */
export function settingsOf(raw: RawSettings): Settings {
  const settings = parseSettings(raw, instantOfEpochMs(Date.now()) as Instant);
  if ('problems' in settings) throw new InputError(settings.problems.join('\n'));
  return settings;
}
