import {
  GetAccessKeyLastUsedCommand,
  type IAMClient,
  ListAccessKeysCommand,
  paginateListUsers,
} from '@aws-sdk/client-iam';
import { failed, unusable } from '../../domain/answer.ts';
import { parseAccountId } from '../../domain/ids.ts';
import { instantOfEpochMs } from '../../domain/time.ts';
import { type ReconcileRequest, reconcileAccount } from '../../handlers/reconcile/reconcile.ts';
import { gatherInventory } from '../../infra/aws/iam/iam-inventory.ts';
import { fakeAccount, fakeUser } from '../fakes/iam-account.ts';
import { type IamServer, startIamServer } from '../fakes/iam-server.ts';
import { portsOf, worldOf } from '../fakes/reconcile-world.ts';

/** One way to ask IAM about all users of an account, on the same server: how many requests, how long. */
export interface ReconcileFigures {
  readonly users: number;
  readonly reconcile: { readonly iamCalls: number; readonly seconds: number };
  /** list-users, then list-access-keys for each user and get-access-key-last-used for each key, one after another. */
  readonly perUserScript: { readonly iamCalls: number; readonly seconds: number };
}

/** Calls and seconds of one whole reconcile against those of a per-user script, for accounts of several sizes. */
export async function benchReconcile(sizes: readonly number[] = [100, 1000, 5000]): Promise<ReconcileFigures[]> {
  const server = await startIamServer();
  try {
    const figures: ReconcileFigures[] = [];
    for (const users of sizes) {
      server.account.users = Array.from({ length: users }, (_, n) => fakeUser(n, daysBefore(n % 180)));
      const reconcile = await measure(server, reconcileOnce);
      figures.push({ users, reconcile, perUserScript: await measure(server, askEachUser) });
    }
    return figures;
  } finally {
    await server.stop();
  }
}

const daysBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().replace(/\.\d+/, '');

async function measure(server: IamServer, work: (client: IAMClient) => Promise<unknown>) {
  const client = server.client();
  server.calls.clear();
  const startMs = performance.now();
  await work(client);
  const seconds = (performance.now() - startMs) / 1000;
  client.destroy();
  return { iamCalls: [...server.calls.values()].reduce((sum, calls) => sum + calls, 0), seconds };
}

/** Inventory over the real SDK client, verdicts, and all that follows into memory. */
async function reconcileOnce(client: IAMClient): Promise<void> {
  const noWait = async () => {};
  const notAsked = unusable('not asked');
  const world = worldOf({
    report: failed(notAsked),
    details: { users: [], failure: notAsked },
    list: { users: [], failure: notAsked },
    serviceCredentials: { listed: [], failure: notAsked },
  });
  const ports = {
    ...portsOf(world),
    gatherInventory: (id: ReconcileRequest['accountId']) => gatherInventory(client, id, noWait),
  };
  const outcome = await reconcileAccount(request(), ports);
  if (outcome.kind !== 'done') throw new Error(`the reconcile ended ${outcome.kind}`);
}

function request(): ReconcileRequest {
  const accountId = parseAccountId(fakeAccount);
  const now = instantOfEpochMs(Date.now());
  if (accountId === undefined || now === undefined) throw new Error('no account or no time');
  return {
    accountId,
    question: { now, thresholdDays: 90 },
    exemptions: [],
    regions: [],
    alarmCap: 50,
    runId: 'bench',
    stackName: 'bench',
    tableName: 'lastseen',
    reportUrl: undefined,
    alarmActions: [],
    acceptShrunkInventory: false,
    keepsUnusedUsers: false,
    hasTimeToAsk: () => true,
    hasTimeForServices: () => true,
  };
}

async function askEachUser(client: IAMClient): Promise<void> {
  for await (const page of paginateListUsers({ client }, {})) {
    for (const { UserName } of page.Users ?? []) {
      const { AccessKeyMetadata: keys = [] } = await client.send(new ListAccessKeysCommand({ UserName }));
      for (const { AccessKeyId } of keys) await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
    }
  }
}
