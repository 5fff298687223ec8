import { startWorld } from './moto/moto-server.ts';

/** What a user's past was, in days before now. */
export interface Past {
  /** Undefined: the account of the credentials. */
  readonly account?: string;
  readonly user: string;
  readonly id: string;
  readonly created: number;
  readonly signedIn?: number;
  readonly keyUsed?: number;
}

export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** An emulated AWS account whose users can be given a past. */
export interface AwsAccount {
  readonly endpoint: string;
  readonly env: Record<string, string>;
  /** What a client of the SDK needs to reach it. */
  readonly client: ClientSettings;
  givePast(past: Past): Promise<void>;
  stop(): Promise<void>;
}

export const accountId = '123456789012';
export const region = 'eu-west-1';

/** Starts the account; `settings` are moto's own, as variables of its environment. */
export async function startAwsAccount(settings: Readonly<Record<string, string>> = {}): Promise<AwsAccount> {
  const { endpoint, tell, stop } = await startWorld({ module: 'moto_account', env: settings, clock: 'tests' });
  const env = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    NO_PROXY: '127.0.0.1',
  };
  const client = { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  return { endpoint, env, client, givePast: async (past) => void (await tell(past)), stop };
}
