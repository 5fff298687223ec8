import { type Emulator, startEmulator, type World } from './nursery.ts';

/** Whether Python and moto are on this machine; `pip install 'moto[server]'` brings it. */
export const hasMoto = await isThere();

export type MotoServer = Pick<Emulator, 'endpoint' | 'stop'>;

/** Starts an AWS emulator of its own for one test file. Its clock is the real one, where it must not be the tests'. */
export async function startMoto(clock: World['clock'] = 'real'): Promise<MotoServer> {
  return startWorld({ clock });
}

/** Starts an emulator. Throws where moto is not installed: ask `hasMoto` before. */
export async function startWorld(world: World): Promise<Emulator> {
  const emulator = await startEmulator(world);
  if (emulator === undefined) throw new Error('moto is not installed');
  return emulator;
}

async function isThere(): Promise<boolean> {
  const emulator = await startEmulator({ clock: 'real' });
  await emulator?.stop();
  return emulator !== undefined;
}
