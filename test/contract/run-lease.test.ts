import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe } from 'vitest';
import { dynamodbLease } from '../../infra/aws/dynamodb/dynamodb-lease.ts';
import { ensureTable, startEmbeddedDynamodb } from '../fakes/embedded-dynamodb.ts';
import { hasMoto, startMoto } from '../fakes/moto/moto-server.ts';
import { type LeaseCell, releaseLease, takeLease } from '../fakes/reconcile-table.ts';
import { describeRunLease } from './run-lease.contract.ts';

describeRunLease('in memory', async () => {
  const cells = new Map<string, LeaseCell>();
  const cellOf = (account: string) => {
    const cell = cells.get(account) ?? { lease: undefined };
    cells.set(account, cell);
    return cell;
  };
  return {
    take: async (account, owner, now, until) => takeLease(cellOf(account), owner, now, until),
    release: async (account, owner) => releaseLease(cellOf(account), owner),
    close: async () => {},
  };
});

describeRunLease('of the embedded server', async () => {
  const { client, stop } = await startEmbeddedDynamodb();
  await ensureTable(client, 'contract');
  return { ...dynamodbLease(client, 'contract'), close: stop };
});

describe.skipIf(!hasMoto)('moto_server, where it is installed', () => {
  describeRunLease('of moto_server', async () => {
    const moto = await startMoto();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new DynamoDBClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials });
    await ensureTable(client, 'contract');
    return { ...dynamodbLease(client, 'contract'), close: () => moto.stop().then(() => client.destroy()) };
  });
});
