import pMap from 'p-map';
import { readSettings, type SettingsVersion } from '../../domain/accounts/account-settings.ts';
import type { InheritedSettings } from '../../domain/accounts/inherited-settings.ts';
import { type StoredSettings, storedSettings } from '../../domain/accounts/stored-settings.ts';
import { inheritedEntry } from '../../domain/sightings/entry.ts';
import type { AccountSettingsStore, SettingsHolder } from '../../infra/ports/accounts/account-settings-store.ts';

/** Everything that was decided for one account or unit, first to last. The last version holds. */
export interface SettingsHistory<Holder extends SettingsHolder> {
  readonly holder: Holder;
  readonly versions: readonly SettingsVersion[];
  /** Versions that a later version of the program wrote. */
  readonly unreadable: number;
  /** What an account has from the units above it, by the latest run over the organization. */
  readonly inherited?: InheritedSettings | undefined;
}

export interface ShownSettings<Holder extends SettingsHolder> {
  readonly histories: readonly SettingsHistory<Holder>[];
  readonly stored: ReadonlyMap<Holder, StoredSettings | undefined>;
}

const readAtOnce = 8;

/** Reads the holders' settings, each holder once, in their order as text. */
export async function readStoredSettings<Holder extends SettingsHolder>(
  table: Pick<AccountSettingsStore, 'readSettings'>,
  holders: readonly Holder[],
): Promise<ShownSettings<Holder>> {
  const read = await pMap(
    [...new Set(holders)].sort(),
    async (holder) => ({ holder, items: await table.readSettings(holder) }),
    { concurrency: readAtOnce },
  );
  const stored = new Map(read.map(({ holder, items }) => [holder, storedSettings(items)]));
  const histories = read.map(({ holder, items }) => {
    const decided = items.filter(({ entry }) => entry !== inheritedEntry);
    const versions = decided.flatMap((item) => readSettings(item) ?? []);
    const inherited = stored.get(holder)?.inherited;
    return { holder, versions, unreadable: decided.length - versions.length, ...(inherited && { inherited }) };
  });
  return { histories, stored };
}
