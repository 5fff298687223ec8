import { realpath } from 'node:fs/promises';
import { InputError } from '../input-error.ts';

/** A file read twice is one read of a list, and must not look like two: throws InputError. */
export async function refuseTwins(option: string, paths: readonly string[]): Promise<void> {
  const places = new Set<string>();
  for (const path of paths) {
    const place = await realpath(path).catch(() => path);
    if (places.has(place)) throw new InputError(`${option} ${path}: was given before; give a second read of the list`);
    places.add(place);
  }
}
