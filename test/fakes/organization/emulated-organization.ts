import { startWorld } from '../moto/moto-server.ts';

/** A user and its past, in days before now. */
export interface PastUser {
  readonly user: string;
  readonly id: string;
  readonly created: number;
  readonly signedIn?: number;
}

/** An account of the emulated organization; without a role nobody may enter it. */
export interface EmulatedAccount {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly hasRole: boolean;
  readonly users: readonly PastUser[];
}

/** What was published to the topic, and the metrics that were put. */
export interface Published {
  readonly digests: readonly (readonly [subject: string, body: string])[];
  readonly metrics: readonly (readonly [name: string, dimensions: Readonly<Record<string, string>>, value: number])[];
}

/** An emulated organization, managed by account 123456789012, where its topic `lastseen` is. */
export interface EmulatedOrganization {
  readonly endpoint: string;
  add(accounts: readonly EmulatedAccount[]): Promise<void>;
  leave(accountId: string): Promise<void>;
  published(): Promise<Published>;
  stop(): Promise<void>;
}

export async function startEmulatedOrganization(): Promise<EmulatedOrganization> {
  const { endpoint, tell, stop } = await startWorld({ module: 'moto_organization', clock: 'tests' });
  return {
    endpoint,
    add: async (accounts) => void (await tell({ add: accounts })),
    leave: async (accountId) => void (await tell({ leave: accountId })),
    published: async () => (await tell({ published: true })) as Published,
    stop,
  };
}
