/** Loaded only where Google is asked. */

import { type AccountId, parseCustomerId } from '../../../../domain/ids.ts';
import { apiFor } from '../../../../infra/google/api.ts';
import { readServiceAccountKey, type ServiceAccountKey } from '../../../../infra/google/service-account.ts';
import { type Delegate, type GoogleHosts, googleHosts } from '../../../../infra/google/tokens.ts';
import type { Clock } from '../../../../infra/http/pace.ts';
import { clockTime } from '../../../clock.ts';
import { customerPorts } from '../../../google/customer-ports.ts';
import type { LiveCustomerPorts } from '../../../google/gather-live.ts';
import { InputError } from '../../../input-error.ts';
import { remark } from '../../missing.ts';
import type { CommonOptions } from '../../options/common-options.ts';
import { standInOf } from '../../options/stand-in.ts';
import { textOfFile } from '../../text-file.ts';
import type { CustomerOptions } from './customer-options.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Who asks Google, and about which customer; undefined: the administrator's own. */
export interface Asking {
  readonly delegate: Delegate;
  readonly customer: AccountId | undefined;
  readonly clock: Clock;
}

/** Who asks Google, by the options and else by the variable of Google's own tools. Throws InputError. */
export async function askingOf(options: CustomerOptions, environment: Environment): Promise<Asking> {
  const { googleAdmin: admin, googleCustomer } = options;
  if (admin === undefined || !/^[^\s@]+@[^\s@]+$/.test(admin)) {
    throw new InputError('--google: give the address of an administrator as --google-admin');
  }
  const customer = parseCustomerId(googleCustomer);
  if (googleCustomer !== undefined && customer === undefined) {
    throw new InputError(`--google-customer ${googleCustomer}: give the id of the customer, like C03az79cb`);
  }
  const { origin, clock } = standInOf(environment, 'LASTSEEN_GOOGLE_ENDPOINT');
  const hosts: GoogleHosts = origin === undefined ? googleHosts : { api: origin, token: `${origin}/token` };
  return { delegate: { hosts, admin, key: await keyOf(options, environment) }, customer, clock };
}

/** The key stays in its file and in memory; no message quotes it. */
async function keyOf({ googleKey }: CustomerOptions, environment: Environment): Promise<ServiceAccountKey> {
  const option = googleKey === undefined ? 'GOOGLE_APPLICATION_CREDENTIALS' : '--google-key';
  const path = googleKey ?? environment['GOOGLE_APPLICATION_CREDENTIALS'];
  if (path === undefined || path === '') {
    throw new InputError('--google: give the key file as --google-key FILE, or GOOGLE_APPLICATION_CREDENTIALS');
  }
  const text = await textOfFile(path, `${option} ${path}`);
  const key = readServiceAccountKey(text);
  if (typeof key !== 'string') return key;
  throw new InputError(`${option} ${path}: ${key}; make one in Google Cloud under IAM, Service accounts, Keys`);
}

/** Google's answers for a service account, at the pace that it takes. */
export function livePorts({ delegate, customer, clock }: Asking, options: CommonOptions): LiveCustomerPorts {
  const say = (text: string) => remark(text, options);
  return customerPorts({
    root: delegate.hosts.api,
    customer: customer ?? 'my_customer',
    users: apiFor(delegate, 'users', clock),
    usage: apiFor(delegate, 'usage', clock),
    activities: apiFor(delegate, 'activities', clock),
    clock: clockTime,
    logPagesAtMost,
    beforeList: () => say('reading the list of users of Google Workspace'),
    onPage: (people) => {
      if (people % peopleSaid === 0) say(`${people.toLocaleString('en-US')} users read`);
    },
    beforeOnes: (ones) => say(`reading ${ones} users once more, on whom the lists differ`),
    beforeUsage: () => say('reading the usage reports of Google Workspace'),
    beforeLog: (application, from) =>
      say(`reading the ${application} activity of Google Workspace since ${from.slice(0, 10)}`),
  });
}

/** A line of progress after so many users, 20 pages. */
const peopleSaid = 10_000;

/** So many pages of 1,000 activities are read of one part. */
const logPagesAtMost = 2000;
