import { distance } from 'fastest-levenshtein';

const mostNear = 3;

/** The names that may have been meant: at most three, the nearest first. Case does not matter. */
export function nearNames(given: string, known: Iterable<string>): string[] {
  const wanted = given.toLowerCase();
  const most = Math.max(2, Math.floor(wanted.length / 3));
  return [...new Set(known)]
    .map((name) => ({ name, far: farOf(wanted, name.toLowerCase()) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, mostNear)
    .map(({ name }) => name);
}

/** A part of a name is near: `alice` for `alice.smith`. */
function farOf(wanted: string, name: string): number {
  const isPart = wanted.length >= 3 && name.includes(wanted);
  return isPart ? 1 : distance(wanted, name);
}

/** What to give instead of a name that is none: the near ones, short names among them, and all there are. */
export function namesTodo(given: string, known: readonly string[], short: readonly string[] = []): string {
  const near = nearNames(given, [...known, ...short]);
  const all = `give one of ${known.join(', ')}`;
  return near.length === 0 ? all : `did you mean ${near.join(' or ')}? ${all}`;
}
