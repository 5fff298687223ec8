import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { realClockEnv } from './real-clock.ts';

/** An emulated AWS of its own, on loopback and a free port. */
export interface Emulator {
  readonly endpoint: string;
  /** The answer of its world to a message. */
  tell(message: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** What an emulator begins with: a module of this folder, or moto alone. */
export interface World {
  readonly module?: 'moto_account' | 'moto_organization' | 'moto_states';
  readonly env?: Readonly<Record<string, string>>;
  /** `tests`: the clock of the tests, which `check-days.sh` shifts. */
  readonly clock: 'real' | 'tests';
}

const folder = 'LASTSEEN_NURSERIES';
/** Both clocks are the same unless the tests run beside libfaketime. */
const clocks = process.env['LD_PRELOAD'] === undefined ? (['real'] as const) : (['real', 'tests'] as const);
const socketIn = (dir: string, clock: World['clock']) => join(dir, clocks.find((each) => each === clock) ?? 'real');

/**
 * Starts what forks emulators for all files of a run, below the folder. It reads moto with the first of them. The
 * returned function ends it; the emulators end with their tests.
 */
export async function startNurseries(dir: string): Promise<() => Promise<unknown>> {
  process.env[folder] = dir;
  const envOf = (clock: World['clock']) => (clock === 'real' ? realClockEnv() : process.env);
  const stops = await Promise.all(clocks.map((clock) => startNursery(socketIn(dir, clock), envOf(clock))));
  return () => Promise.all(stops.map((stop) => stop()));
}

async function startNursery(socket: string, env: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
  const stdio = ['pipe', 'pipe', 'ignore'] as const;
  const nursery = spawn('python3', ['test/fakes/moto/nursery.py', socket], { stdio: [...stdio], env });
  const ended = new Promise<void>((resolve) => nursery.once('close', () => resolve()).once('error', () => resolve()));
  await Promise.race([once(nursery.stdout, 'data'), ended]);
  const handles = [nursery, nursery.stdin as Socket, nursery.stdout as Socket];
  for (const each of handles) each.unref();
  return () => {
    // Else the process may end while it waits, with its files still there.
    for (const each of handles) each.ref();
    nursery.stdin.end();
    return ended;
  };
}

/** Outside of a run of the tests, a process has nurseries of its own. They end with it. */
async function folderOfNurseries(): Promise<string> {
  const known = process.env[folder];
  if (known !== undefined) return known;
  const dir = mkdtempSync(join(tmpdir(), 'lastseen-nurseries-'));
  process.once('exit', () => rmSync(dir, { recursive: true }));
  await startNurseries(dir);
  return dir;
}

/** Starts an emulator; undefined where moto or Python is not installed. */
export async function startEmulator({ module, env = {}, clock }: World): Promise<Emulator | undefined> {
  const socket = connect(socketIn(await folderOfNurseries(), clock));
  const isThere = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  if (!isThere) return undefined;
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const answer = async (message: object) => {
    socket.write(`${JSON.stringify(message)}\n`);
    return `${(await lines.next()).value ?? ''}`;
  };
  const stop = async () => {
    const closed = once(socket, 'close');
    socket.end().resume();
    await closed;
  };
  const endpoint = await answer({ world: module ?? null, env });
  if (endpoint !== '') return { endpoint, tell: async (message) => JSON.parse(await answer(message)), stop };
  await stop();
  return undefined;
}
