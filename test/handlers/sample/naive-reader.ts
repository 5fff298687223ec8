import { type Json, part } from './written-sample.ts';

const time = /^\d{4}-(0[1-9]|1[0-2])-\d\dT\d\d:\d\d:\d\dZ$/;

/** The user whom a record shows, by unique id or else by name; undefined for none. Shares no code with the product. */
function holderOf(record: Json): string | undefined {
  const identity = part(record, 'userIdentity');
  const issuer = part(part(identity, 'sessionContext'), 'sessionIssuer');
  const holder = identity['type'] === 'FederatedUser' ? issuer : identity;
  if (!['IAMUser', 'Unknown'].includes(`${holder['type']}`)) return undefined;
  if (identity['accountId'] !== record['recipientAccountId']) return undefined;
  if (record['eventCategory'] !== 'Management') return undefined;
  const isSignIn = record['eventSource'] === 'signin.amazonaws.com';
  if (isSignIn && part(record, 'responseElements')['ConsoleLogin'] !== 'Success') return undefined;
  return `${holder['principalId'] ?? holder['userName']}`;
}

/** The greatest `eventTime` of each user, by unique id or by name, that is not after the end. */
export function naiveLastSeen(records: readonly Json[], end: string): Map<string, string> {
  const lastSeen = new Map<string, string>();
  for (const record of records) {
    const [holder, at] = [holderOf(record), `${record['eventTime']}`];
    if (holder === undefined || !time.test(at) || at > end) continue;
    if (at > (lastSeen.get(holder) ?? '')) lastSeen.set(holder, at);
  }
  return lastSeen;
}
