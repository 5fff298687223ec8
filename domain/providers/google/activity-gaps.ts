import { coverageOf } from '../../coverage/coverage.ts';
import type { Watch } from '../../coverage/watch.ts';
import type { Region } from '../../ids.ts';
import type { ListGap } from '../../inventory/iam-user.ts';
import type { Question } from '../../question.ts';
import { endOfDay } from '../../time.ts';
import { type Application, activityRegion, activitySource, applications, requiredApplications } from './records.ts';

type Watches = ReadonlyMap<Region, Watch>;

/** Whether an application's activities were ever read. */
export function isActivityRead(application: Application, watches: Watches): boolean {
  const region = activityRegion(application);
  return region !== undefined && watches.has(region);
}

/**
 * What keeps the activities from proving silence over the window: logins and tokens must have been read for each day of
 * it, SAML where it was ever read. Google keeps 180 days; the days that earlier runs read stay in the table.
 */
export const activityGaps = (watches: Watches, question: Question): ListGap[] =>
  applications.flatMap((application) => gapsOf(application, watches, question));

function gapsOf(application: Application, watches: Watches, question: Question): ListGap[] {
  const source = activitySource(application);
  const isRequired = requiredApplications.some((each) => each === application);
  const region = activityRegion(application);
  const watch = region && watches.get(region);
  if (region === undefined || watch === undefined) return isRequired ? [{ kind: 'source-not-read', source }] : [];
  const coverage = coverageOf(new Map([[region, watch]]), { ...question, regions: [region] });
  const last = coverage.kind === 'partial' ? coverage.gaps.at(-1) : undefined;
  if (last === undefined) return [];
  const { lastProof: madeAt } = watch;
  const isOld = last.to === question.now.slice(0, 10) && madeAt !== undefined;
  return [
    isOld ? { kind: 'list-stale', source, madeAt } : { kind: 'recorded-since', source, since: endOfDay(last.to) },
  ];
}
