import { type AccountId, parseCustomerId, parseTenantId } from '../ids.ts';
import type { Parsed } from '../parsed.ts';
import { settingBounds } from './bounds.ts';
import {
  type Environment,
  eventBus,
  oneOfVariable,
  parseVariables,
  stackName,
  tableName,
  textVariable,
  topicArn,
  type Variable,
  wholeVariable,
  yesOrNo,
} from './environment.ts';

/** What the daily run over a tenant of any provider is told. */
export interface TenantSettings {
  readonly stackName: string;
  readonly tableName: string;
  readonly topicArn: string;
  readonly thresholdDays: number;
  readonly eventBus: string;
  /** The tenant: the account of its provider. */
  readonly tenant: AccountId;
  /** The secret of Secrets Manager or the parameter of SSM that opens the tenant. It is read at run time alone. */
  readonly secretArn: string;
}

const ofEveryTenant = {
  stackName,
  tableName,
  topicArn,
  thresholdDays: wholeVariable('THRESHOLD_DAYS', settingBounds.thresholdDays),
  eventBus,
  secretArn: textVariable(
    'SECRET_ARN',
    /^arn:[^:]+:(?:secretsmanager:[^:]+:\d{12}:secret:|ssm:[^:]+:\d{12}:parameter\/)[\w+=.@/-]+$/,
    'give the ARN of a secret of Secrets Manager, or of a parameter of SSM',
  ),
};

/** What the daily run over a tenant of Entra ID is told. */
export interface EntraSettings extends TenantSettings {
  /** The id of the application that reads the tenant. */
  readonly clientId: string;
  readonly cloud: EntraCloud;
  /** Whether sign-ins of clients are read too, which only Graph's beta version has. */
  readonly beta: boolean;
}

/** The clouds of Microsoft, by the names of `--entra-cloud`. */
export const entraClouds = ['global', 'us', 'dod', 'china'] as const;
export type EntraCloud = (typeof entraClouds)[number];

const isGuid = /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

const entraTenant: Variable<AccountId> = {
  name: 'ENTRA_TENANT_ID',
  parse: (text) => parseTenantId(text.toLowerCase()),
  todo: 'give the GUID of the tenant',
};

/** Reads the variables; reports every wrong one. */
export function parseEntraSettings(env: Environment): Parsed<EntraSettings> {
  return parseVariables(env, {
    ...ofEveryTenant,
    tenant: entraTenant,
    clientId: textVariable('ENTRA_CLIENT_ID', isGuid, 'give the GUID of the application'),
    cloud: oneOfVariable('ENTRA_CLOUD', entraClouds, 'global'),
    beta: yesOrNo('ENTRA_BETA', 'no'),
  });
}

/** What the daily run over a customer of Google Workspace is told. */
export interface GoogleSettings extends TenantSettings {
  /** The address of the administrator in whose name the service account asks. */
  readonly admin: string;
}

const googleCustomer: Variable<AccountId> = {
  name: 'GOOGLE_CUSTOMER_ID',
  parse: parseCustomerId,
  todo: 'give the id of the customer, like C03az79cb',
};

/** Reads the variables; reports every wrong one. */
export function parseGoogleSettings(env: Environment): Parsed<GoogleSettings> {
  return parseVariables(env, {
    ...ofEveryTenant,
    tenant: googleCustomer,
    admin: textVariable('GOOGLE_ADMIN', /^[^\s@]+@[^\s@]+$/, 'give the address of the administrator'),
  });
}
