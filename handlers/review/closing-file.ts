/** The closing file of a review, as it is stored. */

import type { JsonObject } from '../../domain/json.ts';
import type { Parsed } from '../../domain/parsed.ts';
import { type Envelope, openAs, sealAs, textOf } from '../evidence/envelope.ts';

/** The format of closing files. Raise it with every change that an older version would misread. */
const closingFormat = 1;

const closing = { kind: 'lastseen-review', format: closingFormat, noun: 'review', maySign: false } as const;

/** A closing file: the content, and the digest of that. */
export type SealedReview = Envelope<typeof closing.kind>;

export const sealReview = (content: JsonObject): SealedReview => sealAs(closing, content);

/** The bytes of the file: canonical JSON (RFC 8785) in one line. */
export const textOfReview = (review: SealedReview): string => textOf(review);

/** Reads the text of a closing file. Any byte that was changed is found; a forger could write the digest, too. */
export const openReviewFile = (text: string): Parsed<SealedReview> => openAs(closing, text);
