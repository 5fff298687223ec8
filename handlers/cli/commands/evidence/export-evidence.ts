import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { wordsOfWriteError } from '../../../../infra/trail/bytes/file-error.ts';
import { clockTime } from '../../../clock.ts';
import { evidenceFiles, readEvidence } from '../../../evidence/export-evidence.ts';
import { findEvent, notLookedUp } from '../../../evidence/find-event.ts';
import { type LoggedEvent, partOfEvent } from '../../../evidence/trail-parts.ts';
import { filesOf } from '../../../evidence/witness-files.ts';
import { InputError } from '../../../input-error.ts';
import { openTable } from '../../open-table.ts';
import { accountsOf } from '../../options/account-options.ts';
import { replaceFile } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { withPatience } from '../../progress/patience.ts';
import { givenTable, provenanceOf } from '../../provenance.ts';
import { chosenTable, type EvidenceOptions } from './evidence-options.ts';
import { openTrail } from './given-trail.ts';

/** Writes the two files of evidence about one user and prints their names. */
export async function exportCommand(who: string, options: EvidenceOptions, context: ProgramContext): Promise<void> {
  const { output: folder = '.', trail = [] } = options;
  const { chosen } = await accountsOf(options);
  const tableOptions = chosenTable(options) ?? { data: '.lastseen' };
  await makeFolder(folder);
  const opened = await openTrail(trail);
  const findObject = async (event: LoggedEvent) => {
    if (trail.length === 0) return notLookedUp;
    const files = filesOf(opened, partOfEvent(event));
    return withPatience(options, 'looking for the last event', () => findEvent(files, event.eventId));
  };
  const table = await openTable(tableOptions, 'existing');
  const facts = await readEvidence(table, { who, chosen, findObject }).finally(() => {
    opened.close();
    return table.close();
  });
  const given = [...trail.map((name) => ({ option: '--trail', name })), ...givenTable(tableOptions)];
  const { tool: name, version, command, inputs } = await provenanceOf(context, given);
  const files = evidenceFiles(facts, { tool: { name, version, command }, exportedAt: clockTime(), inputs });
  for (const [ending, text] of [
    ['json', files.json],
    ['html', files.page],
  ] as const) {
    const path = join(folder, `${files.name}.${ending}`);
    await replaceFile(path, text);
    process.stdout.write(`${path}\n`);
  }
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new InputError(`--output ${folder}: ${wordsOfWriteError(error)}`, { cause: error });
  });
}
