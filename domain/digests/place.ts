import type { NamedObject } from './digest.ts';

/** Where a file was found: an object of a bucket, or a local file by its path below the folder `under`, as given. */
export type Place =
  | { readonly kind: 'object'; readonly bucket: string; readonly key: string }
  | { readonly kind: 'file'; readonly under: string; readonly path: string };

const layoutRoot = 'AWSLogs';

/**
 * Whether the file lies where a digest says. A local copy may have lost the folders above `AWSLogs`, or may begin
 * further down: then one path must be the end of the other.
 */
export function liesAt(place: Place, { bucket, object }: NamedObject): boolean {
  if (place.kind === 'object') return place.bucket === bucket && place.key === object;
  const found = fromRoot(place.path);
  const named = fromRoot(object);
  return isEnd(found, named) || isEnd(named, found);
}

/** The last part of a path: the names of CloudTrail's files are unique. */
export function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The place as it is shown to the user. */
export function placeWords(place: Place): string {
  if (place.kind === 'object') return `s3://${place.bucket}/${place.key}`;
  return place.under === '' ? place.path : `${place.under}/${place.path}`;
}

function fromRoot(path: string): readonly string[] {
  const segments = path.split('/').filter((segment) => segment !== '');
  const root = segments.lastIndexOf(layoutRoot);
  return root < 0 ? segments : segments.slice(root);
}

const isEnd = (end: readonly string[], whole: readonly string[]): boolean =>
  end.length <= whole.length && end.every((segment, index) => segment === whole[whole.length - end.length + index]);
