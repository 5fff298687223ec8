import { InputError } from '../input-error.ts';

/** What a file of a list of users holds. */
interface ListFile {
  readonly path: string;
  readonly people: readonly unknown[];
  readonly malformed: readonly string[];
}

/** Throws InputError where no file names a user that can be read: everybody would be gone. */
export function refuseNobody(option: string, files: readonly ListFile[]): void {
  const [first] = files;
  if (first === undefined || files.some(({ people }) => people.length > 0)) return;
  const [why] = files.flatMap(({ malformed }) => malformed);
  const words = why === undefined ? 'no user' : `no user that can be read (${why})`;
  throw new InputError(`${option} ${first.path}: names ${words}; give the whole list, which has its administrators`);
}
