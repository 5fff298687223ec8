import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** The tenant of the log. */
export const tenant = '61b97b01-53be-4f0f-a054-3988c23668dc';

const users = 20_000;
const dayMs = 86_400_000;

const guid = (index: number) => `b7873f1b-547b-4605-ad9e-${`${index}`.padStart(12, '0')}`;

/** One record as a diagnostic setting writes it, of any of 20,000 users within 90 days before this time. */
function recordOf(index: number, nowMs: number): string {
  const user = (index * 7919) % users;
  const time = new Date(nowMs - (index % 90) * dayMs - (index % 86_400) * 1000).toISOString();
  const policies = Array.from({ length: 4 }, (_, policy) => ({
    id: guid(policy),
    displayName: `Require something ${policy}`,
    enforcedGrantControls: ['mfa'],
    result: 'notApplied',
  }));
  const properties = {
    id: guid(users + index),
    createdDateTime: time,
    userId: guid(user),
    userPrincipalName: `firstname.lastname-${user}@department-${user % 40}.example.com`,
    appDisplayName: 'OfficeHome',
    ipAddress: `203.0.113.${index % 250}`,
    signInEventTypes: ['interactiveUser'],
    status: { errorCode: index % 20 === 0 ? 50126 : 0, failureReason: 'Other.' },
    deviceDetail: { operatingSystem: 'Windows 11', browser: 'Edge 131.0.0' },
    location: { city: 'Utrecht', countryOrRegion: 'NL' },
    appliedConditionalAccessPolicies: policies,
  };
  const head = { time, tenantId: tenant, category: 'SignInLogs', resultType: '0', callerIpAddress: '203.0.113.1' };
  return JSON.stringify({ ...head, properties });
}

/** How the records of a file stand in it. */
export type Form = 'lines' | 'one-document';

/** Writes records from this one on until the file has so many bytes of text. Returns the number of the next record. */
export async function writeSignIns(path: string, form: Form, bytes: number, first: number): Promise<number> {
  const nowMs = Date.now();
  const file = createWriteStream(path);
  const out = path.endsWith('.gz') ? createGzip({ level: 1 }) : file;
  if (out !== file) out.pipe(file);
  const [begin, between, end] = form === 'lines' ? ['', '\n', '\n'] : ['{"records":[', ',', ']}'];
  let [written, index] = [0, first];
  out.write(begin);
  while (written < bytes) {
    const text = Array.from({ length: 500 }, () => recordOf(index++, nowMs)).join(between);
    written += text.length;
    if (!out.write(`${text}${written < bytes ? between : end}`)) await once(out, 'drain');
  }
  out.end();
  await finished(file);
  return index;
}
