import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { realClockEnv } from './real-clock.ts';

/** Whether `moto_server` is on this machine; `pip install 'moto[server]'` brings it. */
export const hasMoto = spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status === 0;

export interface MotoServer {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * Starts an AWS emulator of its own for one test file, on loopback and a free port. Its clock is the real one; give
 * `process.env` where it must be the one of the tests.
 */
export async function startMoto(env = realClockEnv()): Promise<MotoServer> {
  const port = await freePort();
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', `${port}`], { stdio: 'ignore', env });
  const endpoint = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 150; attempt++) {
    if (await answers(endpoint)) return { endpoint, stop: () => stopped(server) };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await stopped(server);
  throw new Error('moto_server did not answer within 30 s');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function answers(endpoint: string): Promise<boolean> {
  return fetch(`${endpoint}/moto-api/`).then(
    ({ ok }) => ok,
    () => false,
  );
}

function stopped(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill();
  });
}
