import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A command as the shell hands it over: the program, then its arguments. */
export type RecordedCommand = readonly [program: string, ...args: string[]];

/** Programs that do something to the outside; they are recorded and not run. */
const recorded = ['aws', 'lastseen', 'node', 'npm', 'npx'];

/** Records its arguments. Prints a word the first time only, so that a loop over its output ends. */
const recorder = `#!/bin/sh
printf '%s\\0' "$#" "\${0##*/}" "$@" >> "$RECORD"
mark="$RECORD.$(printf '%s ' "$0" "$@" | cksum | tr ' ' -)"
[ -e "$mark" ] || { : > "$mark"; echo "$WORD"; }
`;

/** Where what the recorder says leads, if it is taken for an address: nobody answers there. */
export const nowhere = 'http://127.0.0.1:9';

/**
 * The commands in a block of a document, taken apart by the shell itself: loops, quotes and all. The output of each
 * command is one word. Throws where the shell does not understand the block.
 */
export function recordCommands(block: string): RecordedCommand[] {
  const dir = mkdtempSync(join(tmpdir(), 'lastseen-documents-'));
  try {
    const record = join(dir, 'record');
    writeFileSync(record, '');
    placeRecorders(dir);
    const env = {
      PATH: `${join(dir, 'bin')}:${process.env['PATH']}`,
      RECORD: record,
      WORD: `${nowhere}/000000000000/what-it-would-have-said`,
    };
    for (const flag of ['-nc', '-c']) {
      const { stderr } = spawnSync('sh', [flag, block], { cwd: dir, env, encoding: 'utf8', timeout: 60_000 });
      if (/syntax error|unterminated/i.test(stderr)) throw new Error(`${stderr}in: ${block}`);
    }
    return commandsIn(readFileSync(record, 'utf8'));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function placeRecorders(dir: string): void {
  mkdirSync(join(dir, 'bin'));
  writeFileSync(join(dir, 'recorder'), recorder);
  chmodSync(join(dir, 'recorder'), 0o755);
  for (const name of recorded) symlinkSync('../recorder', join(dir, 'bin', name));
}

/** Each command stands behind the number of its arguments. */
function commandsIn(text: string): RecordedCommand[] {
  const words = text.split('\0').slice(0, -1);
  const commands: RecordedCommand[] = [];
  for (let at = 0; at < words.length; ) {
    const end = at + 2 + Number(words[at]);
    const [program = '', ...args] = words.slice(at + 1, end);
    commands.push([program, ...args]);
    at = end;
  }
  return commands;
}
