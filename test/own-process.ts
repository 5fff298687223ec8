import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const rooms = ['bench', 'documents', 'e2e', 'stack'].map((room) => `test/${room}/`);

/** What a process has once, and a test file may change or measure. */
const ofProcess = /\bvi\.|\bprocess\.|\bglobalThis\b|\bJSON\.\w+ = /;

/**
 * The test files that get a process of their own: those in the rooms that start programs, and those that touch what
 * all of a process shares. The others leave nothing behind, and reading the same modules anew for each of them would
 * take a quarter of a second and more.
 */
export function ownProcessFiles(): string[] {
  return readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((name) => join('test', name))
    .filter((path) => /\.test\.tsx?$/.test(path))
    .filter((path) => rooms.some((room) => path.startsWith(room)) || ofProcess.test(readFileSync(path, 'utf8')));
}
