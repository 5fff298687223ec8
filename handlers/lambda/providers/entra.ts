/** The function of the daily run over a tenant of Entra ID. */

import type { Context } from 'aws-lambda';
import { failed } from '../../../domain/answer.ts';
import { isPem, secretIn } from '../../../domain/providers/secret-text.ts';
import { type EntraSettings, parseEntraSettings } from '../../../domain/settings/tenant-settings.ts';
import { clouds } from '../../../infra/entra/clouds.ts';
import { type Proof, tokensOf } from '../../../infra/entra/tokens.ts';
import type { Tokens } from '../../../infra/http/tokens.ts';
import { streamsOf } from '../../entra/tenant-ports.ts';
import { readEntra } from '../../tenants/read-entra.ts';
import { settingsOf } from '../door.ts';
import { secretTokens } from './secret-tokens.ts';
import { type ReadByProvider, type TenantSummary, tenantDoor } from './tenant-door.ts';

let wired: ReturnType<typeof tenantDoor> | undefined;

/**
 * The door, every quarter of an hour. Most of the time it reads two entries and finds nothing to do. The event
 * `{"begin": true}` begins a run, `{"acceptShrunkInventory": true}` lets a list pass in which most users are gone.
 * Throws where Entra ID or AWS refused: the next invocation continues.
 */
export async function handler(event: unknown, context: Context): Promise<TenantSummary> {
  wired ??= wire();
  return wired(event, context);
}

function wire() {
  const settings = settingsOf(parseEntraSettings);
  return tenantDoor('entra', settings, readerOf(settings));
}

function readerOf({ tenant: tenantId, clientId, cloud: name, beta }: EntraSettings): ReadByProvider {
  const cloud = clouds[name];
  return (readSecret, clock, reading) => {
    const tokensBy = (text: string): Tokens => {
      const secret = secretIn(text);
      if (secret === undefined) return async () => failed({ kind: 'no-credentials', why: formOfSecret });
      return tokensOf({ cloud, tenantId, clientId, proof: proofOf(secret) }, clock);
    };
    const tokens = secretTokens(readSecret, tokensBy);
    return readEntra({ root: cloud.graph, tokens, clock, streams: streamsOf(beta) }, reading);
  };
}

const formOfSecret = 'the secret holds no text, or more than one value';

const proofOf = (secret: string): Proof =>
  isPem(secret) ? { kind: 'certificate', pem: secret } : { kind: 'secret', secret };
