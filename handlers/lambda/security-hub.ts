/** The function that imports findings into Security Hub. */

import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { Context } from 'aws-lambda';
import { parseSecurityHubSettings } from '../../domain/settings/security-hub-settings.ts';
import { dynamodbImportedFindings } from '../../infra/aws/dynamodb/dynamodb-imported-findings.ts';
import { dynamodbTable } from '../../infra/aws/dynamodb/dynamodb-table.ts';
import { securityHub } from '../../infra/aws/security-hub/batch-import.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { clockTime } from '../clock.ts';
import { type ImportOutcome, type ImportPorts, importFindings } from '../security-hub/import-findings.ts';
import { requireAccount, settingsOf } from './door.ts';

const logger = new Logger({ serviceName: 'lastseen-security-hub' });

const hubClientConfig = {
  maxAttempts: 6,
  requestHandler: { connectionTimeout: 3000, requestTimeout: 15_000, throwOnRequestTimeout: true },
} as const;

let wired: ReturnType<typeof wire> | undefined;

function wire() {
  const { tableName, home } = settingsOf(parseSecurityHubSettings);
  const dynamodb = new DynamoDBClient({});
  const ports: ImportPorts = {
    table: dynamodbTable(dynamodb, tableName),
    imported: dynamodbImportedFindings(dynamodb, tableName),
    hub: securityHub(new SecurityHubClient(hubClientConfig)),
    pause: async (ms) => void (await sleep(ms)),
  };
  return { home, ports };
}

/**
 * The door, once an hour. Most of the time it reads two entries and finds nothing to do. Throws where Security Hub
 * refused a finding, or the call: the alarm on errors tells, and the next hour tries again.
 */
export async function handler(_: unknown, context: Context): Promise<ImportOutcome> {
  wired ??= wire();
  const { home, ports } = wired;
  const request = { accountId: requireAccount(context), now: clockTime(), region: home };
  const outcome = await importFindings({ ...request, toolVersion: packageJson.version }, ports);
  if (outcome.kind !== 'imported') return outcome;
  const { refused, ...counts } = outcome;
  logger.info('findings imported', { outcome: { ...counts, refused: refused.length } });
  if (refused.length === 0) return outcome;
  logger.error('findings refused', { refused: refused.slice(0, 10) });
  const codes = [...new Set(refused.map(({ code }) => code))].join(', ');
  throw new Error(`Security Hub refused ${refused.length} findings: ${codes}`);
}
