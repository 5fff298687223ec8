import type { JsonObject } from '../../../domain/json.ts';

const filters =
  /^createdDateTime ge (\S+?)(?: and createdDateTime lt (\S+?))?( and signInEventTypes\/any\(t: t eq 'nonInteractiveUser'\))?$/;

const timeOf = (record: JsonObject): string => `${record['createdDateTime']}`;

const isOfClient = ({ signInEventTypes: types }: JsonObject): boolean =>
  Array.isArray(types) && types.includes('nonInteractiveUser');

/**
 * A page of the sign-in log as Graph answers it, latest first; undefined for a request that Graph refuses: any other
 * filter, pages of more than 1,000, and sign-ins of clients asked of version 1.0.
 */
export function signInPage(url: URL, records: readonly JsonObject[], pageSize: number): JsonObject | undefined {
  const isBeta = url.pathname.startsWith('/beta/');
  const filter = url.searchParams.get('$filter');
  const [isRead, from = '', until = '9', clients] = filters.exec(filter ?? 'createdDateTime ge 0') ?? [];
  const top = Number(url.searchParams.get('$top') ?? 1000);
  if (isRead === undefined || !(top > 0 && top <= 1000) || (clients !== undefined && !isBeta)) return undefined;
  const found = records
    .filter((record) => timeOf(record) >= from && timeOf(record) < until)
    .filter((record) => isOfClient(record) === (clients !== undefined))
    .sort((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1));
  const start = Number(url.searchParams.get('$skiptoken') ?? 0);
  const value = found.slice(start, start + Math.min(top, pageSize));
  const end = start + value.length;
  url.searchParams.set('$skiptoken', `${end}`);
  return {
    value: value.map((record) => asIn(isBeta, record)),
    ...(end < found.length && { '@odata.nextLink': `${url}` }),
  };
}

/** Version 1.0 does not say of which type a sign-in is. */
const asIn = (isBeta: boolean, record: JsonObject): JsonObject =>
  isBeta ? record : { ...record, signInEventTypes: undefined, isInteractive: true };

/** One record of the log by its id. */
export function signInById(url: URL, records: readonly JsonObject[]): JsonObject | undefined {
  const id = url.pathname.split('/').at(-1);
  const isBeta = url.pathname.startsWith('/beta/');
  const found = records.find((record) => record['id'] === id && (isBeta || !isOfClient(record)));
  return found && asIn(isBeta, found);
}
