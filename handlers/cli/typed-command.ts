import { relative, sep } from 'node:path';

/** Where the program lies and how it was started. */
export interface Standpoint {
  /** The folder of the package: two above the program's file, links resolved. */
  readonly root: string;
  /** The file that was started, links not resolved: `process.argv[1]`. */
  readonly started: string;
  readonly cwd: string;
  /** The package's name, which npx takes. */
  readonly name: string;
}

/**
 * What the reader must type to run the program again where he stands: `npx lastseen` in the clone and in a project that
 * has it, `lastseen` where it is on the path, else node with its file.
 */
export function typedCommand({ root, started, cwd, name }: Standpoint): string {
  const isInstalled = root.split(sep).includes('node_modules');
  if (!isInstalled) {
    if (isWithin(root, cwd)) return 'npx lastseen';
    return started.endsWith('.js') ? `node ${quoted(shorter(started, cwd))}` : 'lastseen';
  }
  const folders = started.split(sep);
  if (folders.includes('_npx')) return `npx ${name}`;
  return folders.includes('node_modules') ? 'npx lastseen' : 'lastseen';
}

const isWithin = (folder: string, path: string) => path === folder || path.startsWith(`${folder}${sep}`);

function shorter(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below.length < path.length ? below : path;
}

/** A word as the shell takes it for one. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
