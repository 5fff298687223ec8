/** A CloudFormation template as JSON, and the few questions that the tests ask it. */
export interface Template {
  readonly Parameters: Readonly<Record<string, Parameter>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
}

export interface Parameter {
  readonly Type: string;
  readonly Default: string;
  readonly Description?: string;
  readonly MinValue?: number;
  readonly MaxValue?: number;
  readonly AllowedPattern?: string;
  readonly AllowedValues?: readonly string[];
}

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

export interface Named {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export function ofType({ Resources }: Template, type: string): Named[] {
  return Object.entries(Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, { Properties }]) => ({ id, properties: Properties }));
}

export function propertiesOf({ Resources }: Template, id: string): Readonly<Record<string, unknown>> {
  const resource = Resources[id];
  if (resource === undefined) throw new Error(`the template has no ${id}`);
  return resource.Properties;
}

/** The value at a dotted path, `RedrivePolicy.maxReceiveCount`; undefined where there is none. */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((node, key) => (node as Readonly<Record<string, unknown>> | undefined)?.[key], value);
}

export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
