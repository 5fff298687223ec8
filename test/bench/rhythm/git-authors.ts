import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Subject } from './people.ts';

/** An author with fewer active days says nothing about rhythm. */
const leastDays = 12;

/**
 * The authors of the git repositories in a folder (itself, or the folders in it): their days with commits, in UTC. They
 * stand in for real users, with holidays and departures. Nothing but days leaves this file.
 */
export function gitAuthors(folder: string): Subject[] {
  const repositories = [folder, ...readdirSync(folder).map((name) => join(folder, name))].filter((path) =>
    existsSync(join(path, '.git')),
  );
  const authors = new Map<string, Set<number>>();
  for (const repository of repositories) addCommits(authors, repository);
  const sorted = [...authors.values()].map((days) => [...days].sort((a, b) => a - b));
  const to = sorted.reduce((latest, days) => Math.max(latest, days.at(-1) ?? 0), 0) + 1;
  return sorted
    .filter((days) => days.length >= leastDays)
    .map((days) => ({ kind: 'git author', days, from: days[0] ?? 0, to }));
}

/** Dates before git existed are wrong clocks. */
const firstDay = Date.UTC(2005, 3, 7) / 86_400_000;

function addCommits(authors: Map<string, Set<number>>, repository: string): void {
  const arguments_ = ['-C', repository, 'log', '--all', '--no-merges', '--format=%ae %at'];
  const log = execFileSync('git', arguments_, { encoding: 'utf8', maxBuffer: 1 << 30 });
  for (const [, email = '', seconds] of log.matchAll(/^(.*) (\d+)$/gm)) {
    const day = Math.floor(Number(seconds) / 86_400);
    if (day < firstDay) continue;
    const author = email.toLowerCase();
    authors.set(author, (authors.get(author) ?? new Set()).add(day));
  }
}
