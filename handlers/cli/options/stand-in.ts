import { type Clock, hurriedClock, machineClock } from '../../../infra/http/pace.ts';
import { InputError } from '../../input-error.ts';

/** Where a provider answers, and the clock by which it is asked. */
export interface StandIn {
  /** Instead of the provider's own hosts; undefined: those. */
  readonly origin: string | undefined;
  readonly clock: Clock;
}

/**
 * A stand-in of a provider on this machine, for tests and rehearsals, if the environment names one. It needs no
 * patience. A secret must not go anywhere else by a variable, so only a loopback address is taken. Throws InputError
 * for any other.
 */
export function standInOf(environment: Readonly<Record<string, string | undefined>>, name: string): StandIn {
  const { [name]: text = '' } = environment;
  if (text === '') return { origin: undefined, clock: machineClock };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHere = url?.protocol === 'http:' && ['127.0.0.1', '[::1]'].includes(url.hostname) && url.username === '';
  if (url !== undefined && isHere) return { origin: url.origin, clock: hurriedClock };
  throw new InputError(`${name}: give a loopback address like http://127.0.0.1:8080`);
}
