import { relative, sep } from 'node:path';
import type { Place } from '../../../domain/digests/place.ts';

/** The place of a file at `path`, which is `root` itself or lies below it. Both as they were given. */
export function localPlace(root: string, path: string): Place {
  const below = relative(root, path).split(sep).join('/');
  return below === ''
    ? { kind: 'file', under: '', path }
    : { kind: 'file', under: root.replace(/\/+$/, ''), path: below };
}
