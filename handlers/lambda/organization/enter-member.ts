/** Enters an account of the organization by its role. */

import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { STSClient } from '@aws-sdk/client-sts';
import { mapAnswer } from '../../../domain/answer.ts';
import type { OrganizationRun } from '../../../domain/organization/organization-run.ts';
import { trailHealthIn } from '../../../domain/organization/stored-trail.ts';
import type { OrganizationFunctionSettings } from '../../../domain/settings/organization-settings.ts';
import { publishEvents } from '../../../infra/aws/alerts/publisher.ts';
import { dynamodbLease } from '../../../infra/aws/dynamodb/dynamodb-lease.ts';
import { dynamodbOutbox } from '../../../infra/aws/dynamodb/dynamodb-outbox.ts';
import { dynamodbTable } from '../../../infra/aws/dynamodb/dynamodb-table.ts';
import { dynamodbWitnesses } from '../../../infra/aws/dynamodb/organization/dynamodb-witnesses.ts';
import { startReport } from '../../../infra/aws/iam/iam-credential-report.ts';
import { assumeMemberRole, type SessionCredentials } from '../../../infra/aws/organization/assumed-role.ts';
import type { EnteredAccount, MemberPorts } from '../../organization/organization-ports.ts';
import { type AccountPorts, accountPorts } from '../account-ports.ts';

/** The clients of the tool's own account, and whose role to assume. */
export interface Entrance {
  readonly settings: OrganizationFunctionSettings;
  readonly partition: string;
  readonly dynamodb: DynamoDBClient;
  readonly events: EventBridgeClient;
  readonly sts: STSClient;
  readonly logger: Logger;
}

/** IAM and CloudTrail answer for the account; the table, the lease and the events are the tool's own. */
export function memberEntrance(entrance: Entrance): MemberPorts['enter'] {
  const { settings, partition, sts } = entrance;
  const role = { partition, role: settings.memberRole, sessionName: settings.stackName };
  const ofTool = portsOfTool(entrance);
  return async (accountId, trail) => {
    const session = await assumeMemberRole(sts, role, accountId);
    return mapAnswer(session, (credentials) => enteredAccount(entrance, ofTool, credentials, trail));
  };
}

type ToolPorts = Omit<EnteredAccount['ports'], keyof AccountPorts>;

function portsOfTool({ settings, dynamodb, events, logger }: Entrance): ToolPorts {
  const { tableName, eventBus } = settings;
  return {
    table: dynamodbTable(dynamodb, tableName),
    outbox: dynamodbOutbox(dynamodb, tableName),
    lease: dynamodbLease(dynamodb, tableName),
    witnessedRegions: dynamodbWitnesses(dynamodb, tableName),
    reportAbandoned: ({ owner, until }) =>
      logger.warn('an earlier run was killed: it left its lease', { killedRun: owner, heldUntil: until }),
    publishEvents: (changes) => publishEvents(events, eventBus, [...changes]),
  };
}

function enteredAccount(
  { settings, logger }: Entrance,
  ofTool: ToolPorts,
  credentials: SessionCredentials,
  trail: OrganizationRun['trail'],
): EnteredAccount {
  const account = accountPorts(settings, logger, credentials);
  const ports: EnteredAccount['ports'] = {
    ...ofTool,
    ...account.ports,
    trailHealth: async (regions) => trailHealthIn(trail, regions) ?? (await account.ports.trailHealth(regions)),
  };
  return { ports, startReport: async () => void (await startReport(account.iam)), leave: account.close };
}
