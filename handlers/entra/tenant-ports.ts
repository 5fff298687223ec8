import type { Stream } from '../../domain/providers/entra/activity.ts';
import type { Instant } from '../../domain/time.ts';
import { readOnePerson, readPeopleList } from '../../infra/entra/people.ts';
import { readSignInLog, signInUrl } from '../../infra/entra/sign-in-log.ts';
import type { ReadJson } from '../../infra/http/requests.ts';
import type { SignInLogPorts } from './read-live-sign-ins.ts';
import type { LiveTenantPorts } from './scan-tenant-live.ts';

/** How Graph is asked for lists and the sign-in log, and for single users. */
export interface TenantGraphs {
  /** Of Microsoft Graph, without a path. */
  readonly root: string;
  readonly lists: ReadJson;
  readonly ones: ReadJson;
  readonly streams: readonly Stream[];
  readonly clock: () => Instant;
  /** Hear of each list before it is read, of its users so far, and of each part of the log before it is read. */
  readonly beforeList?: () => void;
  readonly onPage?: (people: number) => void;
  readonly beforeLog?: (stream: Stream, from: Instant) => void;
  readonly beforeOnes?: (users: number) => void;
  readonly say?: (text: string) => void;
}

/** What a live scan of a tenant asks, from Graph. */
export function tenantPorts(graphs: TenantGraphs): LiveTenantPorts {
  const { root, lists, ones, beforeList, onPage, clock, beforeOnes, say } = graphs;
  return {
    clock,
    ...(beforeOnes && { beforeOnes }),
    ...(say && { say }),
    readList: async (withActivity) => {
      beforeList?.();
      return readPeopleList(lists, root, withActivity, onPage);
    },
    readOne: (id) => readOnePerson(ones, root, id),
    log: logPorts(graphs),
  };
}

/** The streams of the sign-in log that are read. Only Graph's beta version has that of clients. */
export const streamsOf = (beta: boolean): readonly Stream[] =>
  beta ? ['interactive', 'non-interactive'] : ['interactive'];

/** So many pages of 1,000 sign-ins are read of one part of the log: at the pace of Graph 10 minutes. */
const logPagesAtMost = 300;

/** The log has the pace of the list. */
function logPorts({ root, lists, streams, beforeLog }: TenantGraphs): SignInLogPorts {
  return {
    streams,
    readLog: (stream, span, take) => {
      beforeLog?.(stream, span.from);
      return readSignInLog(lists, root, stream, span, logPagesAtMost, take);
    },
    readRecord: (stream, id) => lists(signInUrl(root, stream, id)),
  };
}
