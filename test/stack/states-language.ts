type Node = Readonly<Record<string, unknown>>;

/** What each type of state must and may say, of what is in use here; `Comment` may stand anywhere. */
const fields: Readonly<Record<string, { readonly must: readonly string[]; readonly may: readonly string[] }>> = {
  Pass: { must: [], may: ['Result', 'Parameters', 'ResultPath', 'InputPath', 'OutputPath', 'Next', 'End'] },
  Task: {
    must: ['Resource'],
    may: [
      'Parameters',
      'ResultSelector',
      'ResultPath',
      'OutputPath',
      'TimeoutSeconds',
      'Retry',
      'Catch',
      'Next',
      'End',
    ],
  },
  Choice: { must: ['Choices'], may: ['Default'] },
  Succeed: { must: [], may: ['InputPath', 'OutputPath'] },
  Fail: { must: [], may: ['Error', 'Cause', 'ErrorPath', 'CausePath'] },
  Map: {
    must: ['ItemProcessor'],
    may: [
      'Label',
      'MaxConcurrencyPath',
      'ToleratedFailurePercentage',
      'ItemReader',
      'ItemSelector',
      'ItemBatcher',
      'ResultWriter',
      'ResultPath',
      'Retry',
      'Next',
      'End',
    ],
  },
};

/**
 * What is wrong with a definition in Amazon States Language, in the parts in use here: types, fields, transitions,
 * paths, and states that cannot be reached. Source: https://states-language.net/spec.html
 */
export function statesOf(definition: unknown): {
  readonly problems: readonly string[];
  readonly names: readonly string[];
} {
  const machine = definition as Node;
  const states = machine['States'] as Readonly<Record<string, Node>>;
  const names = Object.keys(states);
  const problems: string[] = [];
  const nexts = new Map(names.map((name) => [name, nextsOf(states[name] as Node)]));
  for (const [name, state] of Object.entries(states)) {
    problems.push(...problemsOf(name, state));
    for (const next of nexts.get(name) ?? []) if (!names.includes(next)) problems.push(`${name} leads to ${next}`);
  }
  const reached = new Set<string>();
  const walk = (name: string) => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const next of nexts.get(name) ?? []) walk(next);
  };
  walk(String(machine['StartAt']));
  for (const name of names) if (!reached.has(name)) problems.push(`nothing leads to ${name}`);
  for (const name of reached) if (!names.includes(name)) problems.push(`there is no ${name}`);
  if (![...reached].some((name) => isEnd(states[name]))) problems.push('there is no end');
  const inner = Object.values(states)
    .filter(({ Type }) => Type === 'Map')
    .map(({ ItemProcessor }) => statesOf(ItemProcessor));
  return {
    problems: [...problems, ...inner.flatMap((each) => each.problems)],
    names: [...names, ...inner.flatMap((each) => each.names)],
  };
}

function problemsOf(name: string, state: Node): string[] {
  const type = String(state['Type']);
  const known = fields[type];
  if (known === undefined) return [`${name} is of type ${type}`];
  const isTransit = !['Choice', 'Succeed', 'Fail'].includes(type);
  const ends = [state['Next'] !== undefined, state['End'] === true].filter(Boolean).length;
  return [
    ...known.must.filter((field) => !(field in state)).map((field) => `${name} lacks ${field}`),
    ...Object.keys(state)
      .filter((field) => !['Type', 'Comment', ...known.must, ...known.may].includes(field))
      .map((field) => `${name}: a ${type} has no ${field}`),
    ...(isTransit && ends !== 1 ? [`${name} has no Next, or Next and End`] : []),
    ...badPaths(state, name),
    ...retriesOf(state).flatMap((errors, index, all) =>
      errors.includes('States.ALL') && (errors.length > 1 || index < all.length - 1)
        ? [`${name}: States.ALL is not last`]
        : [],
    ),
  ];
}

const retriesOf = ({ Retry = [] }: Node) =>
  (Retry as readonly Node[]).map(({ ErrorEquals }) => ErrorEquals as string[]);

/** A field that ends in `.$`, or in `Path`, holds a path or a function; `Variable` a path. */
function badPaths(node: unknown, at: string): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === 'ItemProcessor') return [];
    const isPath = key.endsWith('.$') || key.endsWith('Path') || key === 'Variable';
    const isRight = typeof value === 'string' && /^(?:\$|States\.\w+\(.*\)$)/.test(value);
    return [...(isPath && !isRight ? [`${at}.${key} is no path`] : []), ...badPaths(value, `${at}.${key}`)];
  });
}

function nextsOf({ Next, Default, Choices = [], Catch = [] }: Node): string[] {
  const rules = [...(Choices as readonly Node[]), ...(Catch as readonly Node[])].map((rule) => rule['Next']);
  return [Next, Default, ...rules].filter((next) => typeof next === 'string');
}

const isEnd = (state: Node | undefined): boolean =>
  state?.['End'] === true || state?.['Type'] === 'Succeed' || state?.['Type'] === 'Fail';
