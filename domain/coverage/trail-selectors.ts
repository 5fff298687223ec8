/**
 * Which events a trail records: CloudTrail's basic selectors, and its advanced ones with conditions on fields.
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

/** A condition on one field; unused operators are absent. All conditions of a selector must hold. */
export interface FieldSelector {
  readonly field: string;
  readonly operators: { readonly [operator: string]: readonly string[] };
}

/** The recorded management events, by the sources missing from reads and from writes; undefined: none is recorded. */
export interface LoggedEvents {
  readonly reads: ReadonlySet<string> | undefined;
  readonly writes: ReadonlySet<string> | undefined;
  /** Fields with conditions that may leave out any event. Such a selector does not count. */
  readonly narrowedBy: readonly string[];
}

const nothing: LoggedEvents = { reads: undefined, writes: undefined, narrowedBy: [] };

/** The events that one trail's selectors record. */
export function loggedBy(selectors: readonly TrailSelector[]): LoggedEvents {
  return together(selectors.map(loggedByOne));
}

/** The events that several record together: what one leaves out, another may record. */
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

/** Reads one selector. If a field is missing from CloudTrail's answer, the selector records nothing. */
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
 * Reads conditions for management events, for reads or writes, and without sources. Any other may leave out any event.
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
