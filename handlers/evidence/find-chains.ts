/** Finds the chains of acts that a check is about. */

import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type AccountId, parseAccountId } from '../../domain/ids.ts';
import { readActFolder } from '../../infra/local/act-files.ts';
import type { ActStore } from '../../infra/ports/act-store.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { wordsOfFileError } from '../../infra/trail/bytes/file-error.ts';
import { InputError } from '../input-error.ts';
import { openAct } from './act-file.ts';
import type { FoundChain } from './check-acts.ts';

/** The end of a chain that has no record. */
const noHead = { sequence: 0, sha256: '' };

/** The chains in a table, with their heads; only those of accounts that have one. */
export async function chainsInTable(table: ActStore & Pick<LastSeenTable, 'accounts'>): Promise<FoundChain[]> {
  const chains: FoundChain[] = [];
  for (const accountId of await table.accounts()) {
    const chain = await chainInTable(table, accountId);
    if (chain !== undefined) chains.push(chain);
  }
  return chains;
}

/** The chain of one account in a table; undefined where there is none. */
export async function chainInTable(store: ActStore, accountId: AccountId): Promise<FoundChain | undefined> {
  const records = await store.readActs(accountId);
  const head = await store.readChainHead(accountId);
  return records.length > 0 || head !== undefined ? { accountId, records, head: head ?? noHead } : undefined;
}

/** The chains in a folder: the folder of one account with its records, or one with a folder for each account. */
export async function chainsInFolder(folder: string): Promise<FoundChain[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new InputError(`--chain ${folder}: ${wordsOfFileError(error)}`, { cause: error });
  });
  const accounts = names.flatMap((name) => parseAccountId(name) ?? []).sort();
  const own = await chainIn(folder);
  if (own !== undefined) return [own];
  const chains = await Promise.all(accounts.map((name) => chainIn(join(folder, name), name)));
  const found = chains.filter((chain) => chain !== undefined);
  if (found.length > 0) return found;
  throw new InputError(
    `--chain ${folder}: no records of acts; give the folder evidence of a data folder, or a copy of it`,
  );
}

/** The account is that of the folder's name; of a folder with another name, that of its first readable record. */
async function chainIn(folder: string, named?: AccountId): Promise<FoundChain | undefined> {
  const records = await readActFolder(folder);
  if (records.length === 0) return undefined;
  const opened = records.map(({ text }) => openAct(text)).find(({ kind }) => kind === 'ok');
  const said = opened?.kind === 'ok' ? opened.value.record.accountId : undefined;
  const accountId = named ?? parseAccountId(resolve(folder).split(/[\\/]/).at(-1)) ?? said;
  if (accountId === undefined) throw new InputError(`--chain ${folder}: no record in it can be read`);
  return { accountId, records, head: undefined };
}
