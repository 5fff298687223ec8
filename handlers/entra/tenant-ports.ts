import type { Instant } from '../../domain/time.ts';
import { readOnePerson, readPeopleList } from '../../infra/entra/people.ts';
import type { ReadJson } from '../../infra/http/requests.ts';
import type { TenantPorts } from './gather-tenant.ts';

/** How Graph is asked for lists, and for single users. */
export interface TenantGraphs {
  /** Of Microsoft Graph, without a path. */
  readonly root: string;
  readonly lists: ReadJson;
  readonly ones: ReadJson;
  readonly clock: () => Instant;
  /** Hears of each list before it is read, and of its users so far. */
  readonly beforeList?: () => void;
  readonly onPage?: (people: number) => void;
  readonly beforeOnes?: (users: number) => void;
}

/** What a scan of a tenant reads, from Graph. */
export function tenantPorts({ root, lists, ones, beforeList, onPage, ...rest }: TenantGraphs): TenantPorts {
  return {
    ...rest,
    readList: async (withActivity) => {
      beforeList?.();
      return readPeopleList(lists, root, withActivity, onPage);
    },
    readOne: (id) => readOnePerson(ones, root, id),
  };
}
