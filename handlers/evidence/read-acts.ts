import type { AccountId } from '../../domain/ids.ts';
import type { ActRecords } from '../../infra/ports/act-store.ts';
import type { KnownActs } from '../report/history-report.ts';
import { openAct } from './act-file.ts';

/** The records of acts of an account that can be read. Whether they are a chain is not checked here. */
export async function readActs(store: Pick<ActRecords, 'readActs'>, accountId: AccountId): Promise<KnownActs> {
  const opened = (await store.readActs(accountId)).map(({ text }) => openAct(text));
  const acts = opened.flatMap((each) => (each.kind === 'ok' ? [each.value.record] : []));
  return { acts, unreadable: opened.length - acts.length };
}
