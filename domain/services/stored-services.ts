import { parseRegion } from '../ids.ts';
import { isFlag, isListOf, isObjectOf, isOptional, isText, parsedBy } from '../shape.ts';
import { parseTime } from '../time.ts';
import type { ServiceAttempt, ServicesAccessed } from './services-accessed.ts';

const isInstant = parsedBy(parseTime);

/** Whether a stored value is an answer of the right shape. */
export const isServicesAccessed = isObjectOf<ServicesAccessed>({
  askedAt: isInstant,
  attempts: isListOf(
    isObjectOf<ServiceAttempt>({
      service: isText,
      at: isInstant,
      region: isOptional(parsedBy(parseRegion)),
      withdrawn: isOptional(isFlag),
    }),
  ),
  silent: isListOf(isText),
});
