import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Services whose actions have another prefix than the SDK's package. */
const prefixes: Readonly<Record<string, string>> = { eventbridge: 'events' };

/**
 * The actions of the calls that a module can make, with all that it imports: `iam:ListUsers` for `ListUsersCommand` and
 * for `paginateListUsers`. STS tells anybody who he is: that is no action.
 */
export function usedActions(module: string): ReadonlySet<string> {
  const used = new Set<string>();
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { names, from } of importsOf(path)) {
      if (from.startsWith('.')) visit(join(dirname(path), from));
      for (const action of actionsOf(names, from)) used.add(action);
    }
  };
  visit(module);
  used.delete('sts:GetCallerIdentity');
  return used;
}

function importsOf(path: string): { readonly names: string; readonly from: string }[] {
  const statements = readFileSync(path, 'utf8').matchAll(/^(?:import|export) (?!type\b)([^;]*?) from '([^']+)'/gm);
  return [...statements].map(([, names = '', from = '']) => ({ names, from }));
}

function actionsOf(names: string, from: string): string[] {
  const [, service] = /^@aws-sdk\/client-([\w-]+)$/.exec(from) ?? [];
  if (service === undefined) return [];
  const calls = [...names.matchAll(/\b(?:(\w+)Command|paginate(\w+))\b(?!Output|Input)/g)];
  return calls.map(([, command, listing]) => `${prefixes[service] ?? service}:${command ?? listing}`);
}
