import { at, type Template } from './template.ts';

export const account = '123456789012';
export const region = 'eu-west-1';

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::StackName': 'lastseen-prod',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** What `AWS::NoValue` leaves behind. */
const nothing = Symbol('AWS::NoValue');

/**
 * A value with its functions resolved as CloudFormation does, using the given parameters and else the defaults. A
 * resource becomes `<Id>`, its attribute `<Id.Arn>`. Throws at a function that it does not know.
 */
export function resolveIntrinsics(
  template: Template,
  value: unknown,
  parameters: Readonly<Record<string, string>> = {},
): unknown {
  const resolve = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(resolve).filter((each) => each !== nothing);
    if (typeof node !== 'object' || node === null) return node;
    const [key = '', argument] = Object.entries(node)[0] ?? [];
    const known = functions[key];
    if (known !== undefined) return known(argument);
    if (key.startsWith('Fn::')) throw new Error(`unknown function ${key}`);
    const entries = Object.entries(node).map(([name, each]) => [name, resolve(each)] as const);
    return Object.fromEntries(entries.filter(([, each]) => each !== nothing));
  };
  const reference = (name: string): unknown => {
    if (name === 'AWS::NoValue') return nothing;
    const known = parameters[name] ?? pseudo[name] ?? template.Parameters[name]?.Default;
    if (known !== undefined) return known;
    if (template.Resources[name.split('.')[0] ?? ''] === undefined) throw new Error(`nothing is called ${name}`);
    return `<${name}>`;
  };
  const functions: Readonly<Record<string, (argument: unknown) => unknown>> = {
    Ref: (argument) => reference(argument as string),
    'Fn::GetAtt': (argument) => reference((argument as string[]).join('.')),
    'Fn::Sub': (argument) => {
      const [text, own] = Array.isArray(argument) ? (argument as [string, object]) : [argument as string, {}];
      const named = resolve(own) as Readonly<Record<string, string>>;
      return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => named[name] ?? `${reference(name) as string}`);
    },
    'Fn::If': (argument) => {
      const [condition, yes, no] = argument as [string, unknown, unknown];
      return resolve(resolve(at(template.Conditions, condition)) === true ? yes : no);
    },
    'Fn::Equals': (argument) => {
      const [a, b] = (argument as unknown[]).map(resolve);
      return a === b;
    },
    'Fn::And': (argument) => (argument as unknown[]).map(resolve).every((each) => each === true),
    'Fn::Or': (argument) => (argument as unknown[]).map(resolve).some((each) => each === true),
    'Fn::Not': (argument) => resolve((argument as unknown[])[0]) !== true,
    'Fn::Select': (argument) => {
      const [index, list] = argument as [number, unknown];
      return (resolve(list) as readonly unknown[])[index];
    },
    'Fn::Split': (argument) => {
      const [separator, text] = argument as [string, unknown];
      return String(resolve(text)).split(separator);
    },
    'Fn::Join': (argument) => {
      const [separator, parts] = argument as [string, unknown];
      return (resolve(parts) as readonly unknown[]).join(separator);
    },
  };
  return resolve(value);
}
