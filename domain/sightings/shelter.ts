import type { Creator } from './creator.ts';

/** Who last set tags that shelter a user, and when; `keys` are those of the tags, as far as they shelter. */
export interface Shelter extends Creator {
  readonly keys: readonly string[];
}
