import type { OptionalFunction } from '../../domain/doctor/optional-functions.ts';
import type { ProviderFacts } from '../../domain/doctor/provider-checks.ts';
import type { StackFacts } from '../../domain/doctor/stack-checks.ts';
import type { DoctorPorts } from './doctor-ports.ts';

/** The parameter that names the secret of a provider. */
const secretParameters = { entra: 'EntraSecretArn', google: 'GoogleSecretArn' } as const;

/** What the function `name` of another provider needs beside; undefined for a function that reads no other provider. */
export async function readProvider(
  { check }: OptionalFunction,
  name: string,
  { name: stackName, parameters }: StackFacts,
  ports: DoctorPorts,
): Promise<ProviderFacts | undefined> {
  if (check !== 'entra' && check !== 'google') return undefined;
  const secretArn = parameters.get(secretParameters[check]) ?? '';
  const schedules = [`${stackName}-${check}`, `${stackName}-${check}-continued`];
  const [secret, found, log] = await Promise.all([
    secretArn === '' ? undefined : ports.secret(secretArn),
    Promise.all(schedules.map((schedule) => ports.schedule(stackName, schedule))),
    ports.logGroup(`/aws/lambda/${name}`),
  ]);
  return { check, secretArn, secret, schedules: found, log };
}
