import { newSignInFold } from '../../domain/providers/entra/sign-in-fold.ts';
import { graphAt, listPace, noPremium, userPace } from '../../infra/entra/graph.ts';
import type { Clock } from '../../infra/http/pace.ts';
import type { Tokens } from '../../infra/http/tokens.ts';
import { gatherTenant } from '../entra/gather-tenant.ts';
import { tenantInventory } from '../entra/tenant-inventory.ts';
import { tenantPorts } from '../entra/tenant-ports.ts';
import type { Reading, ReadTenant } from './tenant-run-ports.ts';

/** How Entra ID is asked. */
export interface EntraAsking {
  /** Of Microsoft Graph, without a path. */
  readonly root: string;
  readonly tokens: Tokens;
  readonly clock: Clock;
}

/** Reads a tenant of Entra ID as the command line does, and remembers each answer. */
export async function readEntra({ root, tokens, clock }: EntraAsking, reading: Reading): Promise<ReadTenant> {
  const { stored, question, startedAt, remember } = reading;
  const graphOf = (pace: typeof listPace) => remember(graphAt(root, pace, { tokens, clock }));
  const ports = tenantPorts({ root, lists: graphOf(listPace), ones: graphOf(userPace), clock: () => startedAt });
  const { reads, recalled, failures } = await gatherTenant(stored, question, ports);
  const listed = tenantInventory({ ...reads, signIns: newSignInFold() }, stored, question);
  const isLicensed = [...stored.assessments.values()].some(({ state }) => state !== 'unknown');
  return {
    users: [...listed.users, ...recalled],
    missing: listed.missing,
    regions: listed.regionsOf?.(stored.accountId),
    // Without a licence nothing is worth waiting for; but the refusal also comes at random to who has one.
    failures: failures.filter(({ why }) => why !== noPremium || isLicensed),
  };
}
