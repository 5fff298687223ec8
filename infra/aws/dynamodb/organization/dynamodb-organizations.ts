import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { OrganizationId } from '../../../../domain/ids.ts';
import { type Entry, memberEntry, runEntry } from '../../../../domain/sightings/entry.ts';
import { organizationPartition } from '../../../../domain/sightings/partition.ts';
import type { OrganizationStore } from '../../../ports/organization-store.ts';
import { documentClientOf } from '../document-client.ts';
import { putIf } from '../dynamodb-history.ts';
import { queriesOf } from '../dynamodb-queries.ts';
import { memberItem, organizationOf, organizationRunItem, putAfterRun } from './organization-item.ts';

/** Organizations in DynamoDB, each in a partition of its own. */
export function dynamodbOrganizations(client: DynamoDBClient, TableName: string): OrganizationStore {
  const documents = documentClientOf(client);
  const { inPartition } = queriesOf(documents, TableName);
  const get = async (id: OrganizationId, entry: Entry) => {
    const Key = { accountId: organizationPartition(id), entry };
    return (await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
  };
  const put = (item: Parameters<typeof putAfterRun>[0]) => putIf(documents, TableName, putAfterRun(item));
  return {
    readOrganization: async (id) => organizationOf(await inPartition(organizationPartition(id))),
    readMember: (id, accountId) => get(id, memberEntry(accountId)),
    writeMember: (id, account) => put(memberItem(id, account)),
    readOrganizationRun: (id) => get(id, runEntry),
    writeOrganizationRun: (id, run) => put(organizationRunItem(id, run)),
  };
}
