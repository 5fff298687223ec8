/** Asks IAM's stand-in about the services of 300 of 5,000 users. `npm run bench:services`. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IamServer } from '../fakes/iam-server.ts';
import { benchServices } from './services-bench.ts';

const [users = 5000, inQuestion = 300] = process.argv.slice(2).map(Number);
const dir = mkdtempSync(join(tmpdir(), 'lastseen-services-'));
try {
  const isKillTime = ({ jobs }: IamServer) => jobs.jobs.size >= inQuestion / 2;
  const figures = await benchServices({ dir, users, inQuestion, isKillTime });
  process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`);
} finally {
  rmSync(dir, { recursive: true });
}
