import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const fileName = 'lastseen.yml';

/** The nearest `lastseen.yml`: in this folder or in one above it. Whatever has the name is taken for it. */
export function findConfig(folder: string): string | undefined {
  const file = join(folder, fileName);
  if (existsSync(file)) return file;
  const above = dirname(folder);
  return above === folder ? undefined : findConfig(above);
}
