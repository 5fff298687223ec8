type Node = Readonly<Record<string, unknown>>;

/**
 * Whether EventBridge would match an event, for the operators in use here. Throws at any other operator and at patterns
 * that EventBridge refuses or reads differently. Source:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matchesEvent(pattern: unknown, event: unknown): boolean {
  const fields = Object.entries(pattern as Node);
  if (fields.length === 0) throw new Error('an empty pattern');
  return fields
    .map(([key, wanted]) => {
      if (key === '$or') return matchesEither(wanted, event);
      const value = isObject(event) ? event[key] : undefined;
      return Array.isArray(wanted) ? matchesLeaf(key, wanted, value) : matchesEvent(wanted, value);
    })
    .every(Boolean);
}

function matchesEither(patterns: unknown, event: unknown): boolean {
  if (!Array.isArray(patterns) || patterns.length < 2) throw new Error('$or wants two patterns or more');
  return patterns.map((each) => matchesEvent(each, event)).some(Boolean);
}

function matchesLeaf(key: string, wanted: readonly unknown[], value: unknown): boolean {
  if (wanted.length === 0) throw new Error(`${key}: an empty list`);
  return wanted.map((each) => matchesValue(key, each, value)).some(Boolean);
}

function matchesValue(key: string, wanted: unknown, value: unknown): boolean {
  if (typeof wanted === 'string') return value === wanted;
  const [[operator, operand] = [], ...more] = Object.entries(wanted as Node);
  if (more.length > 0) throw new Error(`${key}: one operator at a time`);
  if (operator === 'exists') return (value !== undefined) === operand;
  if (operator === 'prefix') return typeof value === 'string' && value.startsWith(operand as string);
  if (operator === 'suffix') return typeof value === 'string' && value.endsWith(operand as string);
  if (operator === 'anything-but') return typeof value === 'string' && !(operand as readonly string[]).includes(value);
  throw new Error(`${key}: ${operator} is not known here`);
}

const isObject = (value: unknown): value is Node => typeof value === 'object' && value !== null;
