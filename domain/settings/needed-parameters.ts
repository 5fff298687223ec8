import type { StackParameters } from './parameter-changes.ts';

/** By a parameter of the stack: those that it cannot do without. */
const needs: ReadonlyMap<string, readonly string[]> = new Map([
  ['EntraTenantId', ['EntraClientId', 'EntraSecretArn']],
  ['GoogleCustomerId', ['GoogleAdmin', 'GoogleSecretArn']],
]);

/** What is missing beside the given parameters, a line for each that needs more: CloudFormation cannot say so. */
export function missingParameters(parameters: StackParameters): string[] {
  const isGiven = (name: string) => (parameters.get(name) ?? '') !== '';
  return [...needs].flatMap(([name, others]) => {
    const missing = others.filter((other) => !isGiven(other));
    return isGiven(name) && missing.length > 0 ? [`--param ${name}: give ${missing.join(' and ')} beside it`] : [];
  });
}
