import type { Application } from '../../domain/providers/google/records.ts';
import type { Instant } from '../../domain/time.ts';
import { activitiesUrl, readActivities } from '../../infra/google/activities.ts';
import { readOnePerson, readPeopleList } from '../../infra/google/people.ts';
import { readUsageReports } from '../../infra/google/usage-report.ts';
import type { ReadJson } from '../../infra/http/requests.ts';
import type { LiveCustomerPorts } from './gather-live.ts';

/** How Google's Admin SDK is asked: each part by a token for its own scope. */
export interface CustomerApis {
  /** Of the APIs, without a path. */
  readonly root: string;
  /** The id of the customer, or `my_customer`: that of the administrator. */
  readonly customer: string;
  readonly users: ReadJson;
  readonly usage: ReadJson;
  readonly activities: ReadJson;
  readonly clock: () => Instant;
  /** Hear of each list before it is read, of its users so far, of the reports, and of each part of a log. */
  readonly beforeList?: () => void;
  readonly onPage?: (people: number) => void;
  readonly beforeUsage?: () => void;
  readonly beforeLog?: (application: Application, from: Instant) => void;
  readonly beforeOnes?: (users: number) => void;
  /** So many pages of 1,000 activities are read of one part of a log; default: 300. */
  readonly logPagesAtMost?: number;
}

/** What a live scan of a customer reads, from the Admin SDK. */
export function customerPorts(apis: CustomerApis): LiveCustomerPorts {
  const { root, customer, users, usage, activities, clock, logPagesAtMost = 300 } = apis;
  const { beforeList, onPage, beforeUsage, beforeLog, beforeOnes } = apis;
  return {
    clock,
    ...(beforeOnes && { beforeOnes }),
    readList: async () => {
      beforeList?.();
      return readPeopleList(users, root, customer, onPage);
    },
    readOne: (id) => readOnePerson(users, root, id),
    readUsage: (question) => {
      beforeUsage?.();
      return readUsageReports(usage, root, customer, question);
    },
    readActivities: (application, span, take) => {
      beforeLog?.(application, span.from);
      return readActivities(activities, activitiesUrl(root, customer, application, span), logPagesAtMost, take);
    },
  };
}
