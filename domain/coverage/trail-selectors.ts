/**
 * Which events a trail keeps, as CloudTrail says it: the older form and the one by fields.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html
 */
export type TrailSelector =
  | {
      readonly kind: 'basic';
      /** `All`, `ReadOnly`, `WriteOnly`. */
      readonly readWriteType: string | undefined;
      readonly includesManagement: boolean | undefined;
      readonly excludedSources: readonly string[];
    }
  | { readonly kind: 'advanced'; readonly fields: readonly FieldSelector[] };

/** A condition on one field; operators that are not used are absent. All of a selector's conditions must hold. */
export interface FieldSelector {
  readonly field: string;
  readonly operators: { readonly [operator: string]: readonly string[] };
}

/**
 * The management events that a selector keeps: the event sources missing from reads and from writes; undefined where it
 * keeps none.
 */
export interface LoggedEvents {
  readonly reads: ReadonlySet<string> | undefined;
  readonly writes: ReadonlySet<string> | undefined;
  /** Fields by which selectors are so narrow that nothing can be built on them. */
  readonly narrowedBy: readonly string[];
}

const nothing: LoggedEvents = { reads: undefined, writes: undefined, narrowedBy: [] };

/** What one trail's selectors keep. */
export function loggedBy(selectors: readonly TrailSelector[]): LoggedEvents {
  return together(selectors.map(loggedByOne));
}

/** What several keep together: what one of them leaves out, another may keep. */
export function together(several: readonly LoggedEvents[]): LoggedEvents {
  return several.reduce(
    (sum, logged) => ({
      reads: missingFromBoth(sum.reads, logged.reads),
      writes: missingFromBoth(sum.writes, logged.writes),
      narrowedBy: [...new Set([...sum.narrowedBy, ...logged.narrowedBy])],
    }),
    nothing,
  );
}

/** The same without some event sources. */
export function without(sources: readonly string[], { reads, writes, narrowedBy }: LoggedEvents): LoggedEvents {
  const more = (missing: ReadonlySet<string> | undefined) => missing && new Set([...missing, ...sources]);
  return { reads: more(reads), writes: more(writes), narrowedBy };
}

function missingFromBoth(a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined) {
  if (a === undefined || b === undefined) return a ?? b;
  return new Set([...a].filter((source) => b.has(source)));
}

/** A field that is missing from CloudTrail's answer keeps nothing. */
function loggedByOne(selector: TrailSelector): LoggedEvents {
  if (selector.kind === 'advanced') return loggedByFields(selector.fields);
  if (selector.includesManagement !== true) return nothing;
  const excluded = new Set(selector.excludedSources);
  const { readWriteType: type } = selector;
  return {
    reads: type === 'All' || type === 'ReadOnly' ? excluded : undefined,
    writes: type === 'All' || type === 'WriteOnly' ? excluded : undefined,
    narrowedBy: [],
  };
}

/**
 * Management events, all of them, only reads or only writes, minus some sources. Any other condition may leave out
 * anything.
 */
function loggedByFields(fields: readonly FieldSelector[]): LoggedEvents {
  const isManagement = (each: FieldSelector) =>
    each.field === 'eventCategory' && isJust(each, 'equals', ['Management']);
  if (!fields.some(isManagement)) return nothing;
  const rest = fields.filter((each) => !isManagement(each));
  const isReadOnly = (each: FieldSelector, value: string) =>
    each.field === 'readOnly' && isJust(each, 'equals', [value]);
  const excludes = (each: FieldSelector) => each.field === 'eventSource' && isJust(each, 'notEquals');
  const narrow = rest.filter((each) => !isReadOnly(each, 'true') && !isReadOnly(each, 'false') && !excludes(each));
  if (narrow.length > 0) return { ...nothing, narrowedBy: narrow.map(({ field }) => field) };
  const excluded = new Set(rest.flatMap(({ operators }) => operators['notEquals'] ?? []));
  return {
    reads: rest.some((each) => isReadOnly(each, 'false')) ? undefined : excluded,
    writes: rest.some((each) => isReadOnly(each, 'true')) ? undefined : excluded,
    narrowedBy: [],
  };
}

/** Whether a condition uses this operator alone, with these values where they are given. */
function isJust({ operators }: FieldSelector, operator: string, values?: readonly string[]): boolean {
  const [used, ...more] = Object.entries(operators);
  if (used === undefined || more.length > 0) return false;
  const [name, given] = used;
  return name === operator && (values === undefined || given.join() === values.join());
}
