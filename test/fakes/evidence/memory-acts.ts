import type { ChainHead } from '../../../domain/chain-head.ts';
import type { ActStore } from '../../../infra/ports/act-store.ts';

/** Records of acts in memory. `records` and `heads` may be changed, as a forger would. */
export interface MemoryActs extends ActStore {
  readonly records: Map<string, Map<number, string>>;
  readonly heads: Map<string, ChainHead>;
}

export function memoryActs(): MemoryActs {
  const records: MemoryActs['records'] = new Map();
  const heads: MemoryActs['heads'] = new Map();
  return {
    records,
    heads,
    putAct: async (accountId, sequence, text) => {
      const chain = records.get(accountId) ?? new Map<number, string>();
      records.set(accountId, chain);
      if (chain.has(sequence)) return false;
      chain.set(sequence, text);
      return true;
    },
    readAct: async (accountId, sequence) => records.get(accountId)?.get(sequence),
    readActs: async (accountId) => {
      const chain = [...(records.get(accountId) ?? [])].sort(([a], [b]) => a - b);
      return chain.map(([sequence, text]) => ({ sequence, text }));
    },
    readChainHead: async (accountId) => heads.get(accountId),
    advanceChainHead: async (accountId, head) => {
      if ((heads.get(accountId)?.sequence ?? 0) !== head.sequence - 1) return false;
      heads.set(accountId, head);
      return true;
    },
  };
}
