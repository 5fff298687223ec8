import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { settingBounds } from '../domain/settings/bounds.ts';

/** Every document of the project, wherever it lies. */
const documents = ['.', 'domain', 'handlers', 'infra', 'test'].flatMap((folder) =>
  readdirSync(folder, { recursive: folder !== '.', encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => readFileSync(join(folder, name), 'utf8')),
);
const rowsOf = (option: string) =>
  documents.flatMap((text) => text.split('\n')).filter((line) => line.startsWith(`| \`${option} `));

it('the documents give the threshold the bounds and the default that the code has', () => {
  const { min, max, default: days } = settingBounds.thresholdDays;
  const rows = rowsOf('--threshold');
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row).toContain(`${min} to ${max}, default ${days}`);
});
