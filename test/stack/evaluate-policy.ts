import { asList, at } from './template.ts';

/** One call as IAM sees it. A key of `context` without a value is not in the request. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * Whether policies allow a call: an explicit deny wins, and what nothing allows is denied. For the operators in use
 * here; throws at any other, and at `NotAction` and its like. Source:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function isAllowed(documents: readonly unknown[], request: Request): boolean {
  const statements = documents.flatMap((document) => asList(at(document, 'Statement')));
  const effects = statements.filter((each) => applies(each, request)).map((each) => at(each, 'Effect'));
  return effects.includes('Allow') && !effects.includes('Deny');
}

const known = ['Sid', 'Effect', 'Action', 'Resource', 'Condition'];

function applies(statement: unknown, { action, resource, context = {} }: Request): boolean {
  const unknown = Object.keys(statement as object).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new Error(`unknown element ${unknown[0]}`);
  const isNamed = (key: string, value: string, fold: (text: string) => string) =>
    (asList(at(statement, key)) as string[]).some((pattern) => isLike(fold(value), fold(pattern)));
  if (!isNamed('Action', action, (text) => text.toLowerCase()) || !isNamed('Resource', resource, String)) return false;
  const operators = Object.entries((at(statement, 'Condition') ?? {}) as Readonly<Record<string, object>>);
  return operators.every(([operator, wanted]) =>
    Object.entries(wanted).every(([key, values]) =>
      holds(operator, asList(values) as string[], valuesOf(context, key)),
    ),
  );
}

/** Names of condition keys know no case, but for the key of a tag in them. */
function valuesOf(context: NonNullable<Request['context']>, key: string): readonly string[] | undefined {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  return found === undefined ? undefined : (asList(found) as string[]);
}

function holds(operator: string, wanted: readonly string[], values: readonly string[] | undefined): boolean {
  const isOne = (value: string) => wanted.includes(value);
  switch (operator) {
    case 'Null':
      return wanted.every((each) => (each === 'true') === (values === undefined));
    case 'StringEquals':
      return values?.some(isOne) === true;
    case 'ForAllValues:StringEquals':
      return (values ?? []).every(isOne);
    case 'StringLike':
    case 'ArnEquals':
    case 'ArnLike':
      return values?.some((value) => wanted.some((pattern) => isLike(value, pattern))) === true;
    default:
      throw new Error(`unknown operator ${operator}`);
  }
}

/** `*` stands for any text, `?` for one character. */
function isLike(text: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
