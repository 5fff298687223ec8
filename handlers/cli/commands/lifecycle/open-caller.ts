import { STSClient } from '@aws-sdk/client-sts';
import { type Caller, caller } from '../../../../infra/aws/caller-account.ts';
import { useProfile } from '../../../aws-profile.ts';
import { homeRegion, refuse } from '../../live-session.ts';
import { type OpenTable, openTable } from '../../open-table.ts';
import type { WordOptions } from './word-options.ts';

/** Works with the table in the name of who holds the credentials. Throws InputError, LiveFailure. */
export async function asCaller<T>(
  options: WordOptions,
  work: (who: Caller, table: OpenTable) => Promise<T>,
): Promise<T> {
  const { profile } = options;
  if (profile !== undefined) await useProfile(profile);
  const sts = new STSClient({ region: await homeRegion(profile) });
  const who = await caller(sts)
    .catch(refuse)
    .finally(() => sts.destroy());
  const table = await openTable(options, 'existing');
  return work(who, table).finally(() => table.close());
}
