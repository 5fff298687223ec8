import { loadSharedConfigFiles } from '@smithy/core/config';
import { InputError } from './input-error.ts';
import { nearNames } from './near-names.ts';

/**
 * Makes the SDK use the named profile and nothing else: keys in the environment would stand beside it. Throws
 * InputError where the AWS configuration has no such profile.
 */
export async function useProfile(profile: string): Promise<void> {
  await checkProfile(profile);
  process.env['AWS_PROFILE'] = profile;
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) delete process.env[name];
}

/** Throws InputError where the AWS configuration has no such profile; `option` is what named it. */
export async function checkProfile(profile: string, option = '--profile'): Promise<void> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const known = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])].sort();
  if (!known.includes(profile)) {
    throw new InputError(`${option} ${profile}: not in your AWS configuration; ${hintOf(profile, known)}`);
  }
}

function hintOf(profile: string, known: readonly string[]): string {
  if (known.length === 0) return 'it has no profile; run aws configure';
  const near = nearNames(profile, known);
  if (near.length > 0) return `did you mean ${near.join(' or ')}?`;
  const more = known.length > 5 ? ` and ${known.length - 5} more` : '';
  return `it has ${known.slice(0, 5).join(', ')}${more}`;
}
