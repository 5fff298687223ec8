import { parseSettings, type RawSettings, type Settings } from '../../../domain/settings/settings.ts';
import { clockTime } from '../../clock.ts';
import type { AnswerOptions } from './common-options.ts';
import { optionsOf } from './option-problems.ts';

/**
 * The settings of the command line, as of the clock's time unless `--now` gives one. Throws InputError naming every
 * wrong one.
 */
export function settingsOf(raw: RawSettings & AnswerOptions): Settings {
  return optionsOf(parseSettings(raw, clockTime()));
}
