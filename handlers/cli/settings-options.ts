import { parseSettings, type RawSettings, type Settings } from '../../domain/settings/settings.ts';
import { clockTime } from '../clock.ts';
import { optionsOf } from './option-problems.ts';

/** The settings typed on the command line, as of the clock's time where no other is set. Throws InputError naming all that is wrong. */
export function settingsOf(raw: RawSettings): Settings {
  return optionsOf(parseSettings(raw, clockTime()));
}
