/** Loaded only where Entra ID is asked. */

import { type AccountId, parseTenantId } from '../../../../domain/ids.ts';
import { entraClouds } from '../../../../domain/settings/tenant-settings.ts';
import { type Cloud, clouds } from '../../../../infra/entra/clouds.ts';
import { graphAt, listPace, userPace } from '../../../../infra/entra/graph.ts';
import { type Application, type Proof, tokensOf } from '../../../../infra/entra/tokens.ts';
import type { Clock } from '../../../../infra/http/pace.ts';
import { clockTime } from '../../../clock.ts';
import type { LiveTenantPorts } from '../../../entra/scan-tenant-live.ts';
import { streamsOf, tenantPorts } from '../../../entra/tenant-ports.ts';
import { InputError } from '../../../input-error.ts';
import { remark } from '../../missing.ts';
import type { CommonOptions } from '../../options/common-options.ts';
import { standInOf } from '../../options/stand-in.ts';
import { textOfFile } from '../../text-file.ts';
import type { TenantOptions } from './tenant-options.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const standInName = 'LASTSEEN_ENTRA_ENDPOINT';

/** The clock by which Entra ID, or its stand-in, is asked. */
export const entraClock = (environment: Environment): Clock => standInOf(environment, standInName).clock;

/** Who asks Entra ID, by the options and else by the variables of Azure's own tools. Throws InputError. */
export async function applicationOf(options: TenantOptions, environment: Environment): Promise<Application> {
  const { entraClient: clientId = environment['AZURE_CLIENT_ID'] } = options;
  if (clientId === undefined) throw new InputError('--entra: give --entra-client ID, or AZURE_CLIENT_ID');
  const proof = await proofOf(options, environment);
  return { cloud: cloudOf(options, environment), tenantId: tenantIdOf(options, environment), clientId, proof };
}

function tenantIdOf({ entraTenant = '' }: TenantOptions, environment: Environment): AccountId {
  const given = entraTenant === '' ? environment['AZURE_TENANT_ID'] : entraTenant;
  const tenantId = parseTenantId(given?.toLowerCase());
  if (tenantId !== undefined) return tenantId;
  throw new InputError('--entra: give the GUID of the tenant as --entra-tenant ID, or AZURE_TENANT_ID');
}

function cloudOf({ entraCloud = 'global' }: TenantOptions, environment: Environment): Cloud {
  const { origin } = standInOf(environment, standInName);
  if (origin !== undefined) return { graph: origin, login: origin };
  const name = entraClouds.find((each) => each === entraCloud);
  if (name !== undefined) return clouds[name];
  throw new InputError(`--entra-cloud ${entraCloud}: give one of ${entraClouds.join(', ')}`);
}

/** A secret is read from a file or the environment, never from the arguments, which every user of a machine sees. */
async function proofOf(options: TenantOptions, environment: Environment): Promise<Proof> {
  const { entraSecretFile, entraCertificate = environment['AZURE_CLIENT_CERTIFICATE_PATH'] } = options;
  if (entraSecretFile !== undefined) {
    return { kind: 'secret', secret: (await textOf('--entra-secret-file', entraSecretFile)).trim() };
  }
  const secret = environment['AZURE_CLIENT_SECRET'];
  if (options.entraCertificate === undefined && secret !== undefined) return { kind: 'secret', secret };
  if (entraCertificate !== undefined) {
    return { kind: 'certificate', pem: await textOf('--entra-certificate', entraCertificate) };
  }
  return { kind: 'device-code', show: (text) => remark(text, {}) };
}

const textOf = (option: string, path: string) => textOfFile(path, `${option} ${path}`);

/** Entra ID's answers for an application, at the pace that it takes. */
export function livePorts(
  application: Application,
  options: TenantOptions & CommonOptions,
  clock: Clock,
): LiveTenantPorts {
  const { graph: root } = application.cloud;
  const asking = { tokens: tokensOf(application, clock), clock };
  const [lists, ones] = [graphAt(root, listPace, asking), graphAt(root, userPace, asking)];
  const say = (text: string) => remark(text, options);
  return tenantPorts({
    root,
    lists,
    ones,
    clock: clockTime,
    beforeList: () => say('reading the list of users of Entra ID'),
    onPage: (people) => {
      if (people % peopleSaid === 0) say(`${people.toLocaleString('en-US')} users read`);
    },
    beforeOnes: (users) =>
      say(`reading ${users} users once more, on whom the lists differ: about ${Math.ceil(users / 10)} minutes`),
    beforeLog: (stream, from) => say(`reading the ${stream} sign-ins of Entra ID since ${from.slice(0, 10)}`),
    streams: streamsOf(options.entraBeta === true),
    say,
  });
}

/** A line of progress after so many users, 20 pages: at the pace of Graph every 40 seconds. */
const peopleSaid = 10_000;
