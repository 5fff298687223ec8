import { isAbsolute, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { isTrailUrl } from '../../../domain/archive/trail-location.ts';
import { remark } from '../missing.ts';
import type { ConfigFile } from './config-file.ts';
import { configOptions, type GivenOptions } from './config-options.ts';
import { configuredAccounts } from './configured-accounts.ts';
import { readConfig } from './read-config.ts';

/** Gives the command the file's settings. `--verbose` says which file that was. Throws InputError where it is wrong. */
export async function applyConfig(path: string, command: Command): Promise<void> {
  const { verbose = false, live = false, trail = [] } = command.optsWithGlobals();
  const file = nearName(path);
  const { config, sha256 } = await readConfig(file);
  const readsBucket = trail.some(isTrailUrl);
  const given = {
    command: command.name(),
    isTyped: (option: string) => command.getOptionValueSource(option) === 'cli',
    asksAws: live || readsBucket || alwaysAsk.includes(command.name()),
    readsBucket,
  };
  const known = new Set(command.options.map((option) => option.attributeName()));
  for (const [name, value] of Object.entries(configOptions(file, config, given)))
    if (known.has(name)) command.setOptionValueWithSource(name, value, 'config');
  for (const [name, value] of Object.entries(ofFileAlone(config, given.isTyped)))
    if (value !== undefined) command.setOptionValueWithSource(name, value, 'config');
  command.parent?.setOptionValueWithSource('config', file, 'config');
  if (verbose) remark(`config ${file}, SHA-256 ${sha256}`, {});
}

type IsTyped = GivenOptions['isTyped'];

/** Settings that no option has. */
function ofFileAlone({ lifecycle: given = {}, evidenceKey, evidenceBucket, accounts }: ConfigFile, isTyped: IsTyped) {
  const { noticeTopic, ...lifecycle } = given;
  return { lifecycle, noticeTopic, evidenceKey, evidenceBucket, ...configuredAccounts(accounts, isTyped) };
}

/** Commands that ask AWS whatever they are told. */
const alwaysAsk = ['backfill', 'plan', 'apply', 'undo', 'hold', 'keep', 'stop', 'resume', 'review'];

/** The file as seen from here. */
function nearName(path: string): string {
  const near = relative('.', resolve(path));
  return isAbsolute(path) && near.length > path.length ? path : near;
}
