import { InputError } from '../../input-error.ts';

/**
 * Where a provider answers instead of its own hosts: a stand-in on this machine, for tests and rehearsals. A secret
 * must not go anywhere else by a variable, so only a loopback address is taken. Throws InputError for any other.
 */
export function loopbackEndpoint(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  const text = environment[name];
  if (text === undefined || text === '') return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHere = url?.protocol === 'http:' && ['127.0.0.1', '[::1]'].includes(url.hostname) && url.username === '';
  if (url !== undefined && isHere) return url.origin;
  throw new InputError(`${name}: give a loopback address like http://127.0.0.1:8080`);
}
