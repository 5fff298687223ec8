import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forwarderTemplate } from '../../../domain/doctor/region-forwarder.ts';

/** Where the forwarder's template lies, seen from the folder `cwd`: in the project, or in the installed package. */
export function forwarderTemplateFrom(cwd: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, forwarderTemplate)) && dirname(folder) !== folder) folder = dirname(folder);
  return relative(cwd, join(folder, forwarderTemplate));
}
