import type { Stream } from '../../domain/providers/entra/activity.ts';
import { graphAt, listPace, noPremium, userPace } from '../../infra/entra/graph.ts';
import type { Clock, Pace } from '../../infra/http/pace.ts';
import type { Tokens } from '../../infra/http/tokens.ts';
import { readTenantLive } from '../entra/scan-tenant-live.ts';
import { tenantPorts } from '../entra/tenant-ports.ts';
import type { Reading, ReadTenant } from './tenant-run-ports.ts';

/** How Entra ID is asked. */
export interface EntraAsking {
  /** Of Microsoft Graph, without a path. */
  readonly root: string;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly streams: readonly Stream[];
}

/** Reads a tenant of Entra ID as the command line does, and remembers each answer. */
export async function readEntra({ root, streams, ...requests }: EntraAsking, reading: Reading): Promise<ReadTenant> {
  const { stored, question, remember } = reading;
  const graphOf = (pace: Pace) => remember(graphAt(root, pace, requests));
  const [lists, ones] = [graphOf(listPace), graphOf(userPace)];
  const ports = tenantPorts({ root, lists, ones, streams, clock: () => question.now });
  const { inventory, reading: log, failures } = await readTenantLive(stored, undefined, question, ports);
  const isLicensed = [...stored.assessments.values()].some(({ state }) => state !== 'unknown');
  // Without a licence nothing is worth waiting for; but the refusal also comes at random to who has one.
  return { inventory, log, failures: failures.filter(({ why }) => why !== noPremium || isLicensed) };
}
