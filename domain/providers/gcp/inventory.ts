/** Reads lists of service accounts, of their keys, and of keys whose use nobody records. */

import { type AccountId, parseProjectId, parseServiceAccountId, type UserId } from '../../ids.ts';
import { hasField, isJsonObject, type JsonObject, kindOf, textAt } from '../../json.ts';
import { type Instant, parseTime } from '../../time.ts';
import { readResource, type ServiceAccountResource } from './records.ts';

/** One entry of a list, by what it is. */
export type ListedEntry =
  | {
      readonly kind: 'service-account';
      readonly accountId: AccountId;
      readonly serviceAccountId: UserId;
      readonly address: string;
      readonly isDisabled: boolean;
    }
  | ({
      readonly kind: 'key';
      readonly createdAt: Instant | undefined;
      readonly expiresAt: Instant | undefined;
      readonly isDisabled: boolean;
      /** Google itself makes such keys, rotates them and hands them out to nobody. */
      readonly isOfGoogle: boolean;
    } & ServiceAccountResource)
  /** A key whose use Google Cloud does not record, with the address of its service account. */
  | {
      readonly kind: 'hmac-key' | 'api-key';
      readonly address: string;
      readonly id: string;
      readonly createdAt: Instant | undefined;
      readonly isDisabled: boolean;
    };

/** The entries of a file. */
export interface Listing {
  readonly entries: readonly ListedEntry[];
  readonly malformed: readonly string[];
}

/**
 * Reads what these print with `--format json`: `gcloud iam service-accounts list`, `gcloud iam service-accounts keys
 * list`, `gcloud storage hmac list` and `gcloud services api-keys list`. Undefined where a value is no list of objects.
 * Source: https://docs.cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts
 */
export function readListing(values: readonly unknown[]): Listing | undefined {
  if (values.length === 0 || !values.every(Array.isArray)) return undefined;
  const entries: ListedEntry[] = [];
  const malformed: string[] = [];
  for (const [index, value] of values.flat().entries()) {
    const read = isJsonObject(value) ? readEntry(value) : `is ${kindOf(value)}, not an object`;
    if (typeof read === 'string') malformed.push(`[${index}]: ${read}`);
    else if (read !== undefined) entries.push(read);
  }
  return { entries, malformed };
}

function readEntry(value: JsonObject): ListedEntry | string | undefined {
  if (hasField(value, 'uniqueId')) return readServiceAccount(value);
  if (hasField(value, 'keyType') || hasField(value, 'validAfterTime')) return readKey(value);
  if (hasField(value, 'accessId')) return readHmacKey(value);
  if (hasField(value, 'restrictions') || hasField(value, 'uid')) return readApiKey(value);
  return 'is no service account and no key of one';
}

function readServiceAccount(value: JsonObject): ListedEntry | string {
  const serviceAccountId = parseServiceAccountId(value['uniqueId']);
  if (serviceAccountId === undefined) return 'uniqueId is not the id of a service account';
  const accountId = parseProjectId(`gcp:${textAt(value, 'projectId')}`);
  if (accountId === undefined) return 'projectId is not the id of a project';
  const isDisabled = flagAt(value, 'disabled');
  if (isDisabled === undefined) return `disabled is ${kindOf(value['disabled'])}`;
  const address = textAt(value, 'email', longestText) ?? serviceAccountId;
  return { kind: 'service-account', accountId, serviceAccountId, address, isDisabled };
}

function readKey(value: JsonObject): ListedEntry | string {
  const resource = readResource(value['name']);
  if (resource?.keyId === undefined) return 'name is not that of a key of a service account';
  const isDisabled = flagAt(value, 'disabled');
  if (isDisabled === undefined) return `disabled is ${kindOf(value['disabled'])}`;
  return {
    kind: 'key',
    ...resource,
    createdAt: parseTime(value['validAfterTime']),
    expiresAt: parseTime(value['validBeforeTime']),
    isDisabled,
    isOfGoogle: value['keyType'] === 'SYSTEM_MANAGED',
  };
}

function readHmacKey(value: JsonObject): ListedEntry | string {
  const [id, address] = [textAt(value, 'accessId', longestText), textAt(value, 'serviceAccountEmail', longestText)];
  if (id === undefined || address === undefined) return 'an HMAC key has no accessId or no serviceAccountEmail';
  const isDisabled = value['state'] === 'INACTIVE' || value['state'] === 'DELETED';
  return { kind: 'hmac-key', address, id, createdAt: parseTime(value['timeCreated']), isDisabled };
}

/** An API key is a service account's where it is bound to one; else it is nobody's. */
function readApiKey(value: JsonObject): ListedEntry | string | undefined {
  const address = textAt(value, 'serviceAccountEmail', longestText);
  if (address === undefined) return undefined;
  const id = textAt(value, 'uid', longestText);
  if (id === undefined) return 'an API key has no uid';
  return {
    kind: 'api-key',
    address,
    id,
    createdAt: parseTime(value['createTime']),
    isDisabled: hasField(value, 'deleteTime'),
  };
}

/** Google leaves a flag out that is false. Undefined where it is no flag. */
function flagAt(value: JsonObject, field: string): boolean | undefined {
  const flag = value[field] ?? false;
  return typeof flag === 'boolean' ? flag : undefined;
}

const longestText = 256;
