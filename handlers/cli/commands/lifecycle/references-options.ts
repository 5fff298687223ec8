import type { TableOptions } from '../../open-table.ts';
import type { AnswerOptions } from '../../options/common-options.ts';
import type { LiveOptions } from '../../options/live-options.ts';

/** What the search for references is told. */
export type ReferencesOptions = AnswerOptions & TableOptions & LiveOptions;
