import { type AccountId, parseObjectId, parseTenantId, type UserId } from '../../../../domain/ids.ts';
import type { JsonObject } from '../../../../domain/json.ts';
import { daysAgo } from '../../builders.ts';
import { must } from '../must.ts';

export const tenant = (text = '61b97b01-53be-4f0f-a054-3988c23668dc'): AccountId => must(parseTenantId(text), text);
export const objectId = (text = 'b7873f1b-547b-4605-ad9e-abc76e92f902'): UserId => must(parseObjectId(text), text);

/** A user of Graph's list, created long before the window, silent for 200 days. */
export const graphUser = (changes: JsonObject = {}): JsonObject => ({
  id: objectId(),
  userPrincipalName: 'alice@example.com',
  accountEnabled: true,
  createdDateTime: daysAgo(900),
  userType: 'Member',
  externalUserState: null,
  onPremisesSyncEnabled: null,
  signInActivity: { lastSuccessfulSignInDateTime: daysAgo(200), lastSignInDateTime: daysAgo(200) },
  ...changes,
});

/** Somebody who signed in today: the list names activity and is fresh. */
export const colleague: JsonObject = graphUser({
  id: 'b7873f1b-547b-4605-ad9e-000000000001',
  userPrincipalName: 'bob@example.com',
  signInActivity: { lastSuccessfulSignInDateTime: daysAgo(0) },
});

/** A record of the sign-in log as Graph has it. */
export const signInRecord = (changes: JsonObject = {}): JsonObject => ({
  id: 'c5b4a6f2-0000-4000-8000-000000000001',
  createdDateTime: daysAgo(5),
  userId: objectId(),
  userPrincipalName: 'alice@example.com',
  appDisplayName: 'Azure Portal',
  ipAddress: '192.0.2.10',
  signInEventTypes: ['interactiveUser'],
  status: { errorCode: 0 },
  ...changes,
});

/** The record of the same sign-in as a diagnostic setting writes it. */
export const diagnosticRecord = (changes: JsonObject = {}, envelope: JsonObject = {}): JsonObject => ({
  time: daysAgo(5),
  category: 'SignInLogs',
  tenantId: tenant(),
  resultType: '0',
  properties: signInRecord(changes),
  ...envelope,
});
