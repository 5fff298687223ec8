import { describe, expect, it } from 'vitest';
import { runCli } from '../../e2e/run-cli.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { excerptOf } from './output-excerpt.ts';
import { cellsOf, drawTerminal } from './terminal-picture.ts';

/** Lets the command find a terminal of this width where it finds a pipe. */
const onTerminal = 'process.stdout.isTTY=true;process.stdout.columns=100';
const dir = temporaryFolder();

describe('the terminal of the front page', () => {
  it('shows what npm start prints today; npm run picture draws it anew', async () => {
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${onTerminal}`, NO_COLOR: '', TERM: 'xterm' };
    const { code, stdout, stderr } = await runCli(dir, ['sample'], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // The reader stands in the clone.
    const excerpt = excerptOf(stdout.replace(/node \S+lastseen\.js/g, 'npx lastseen'));
    expect(excerpt.length).toBeGreaterThan(20);
    expect(excerpt.length).toBeLessThan(60);
    await expect(drawTerminal('What npm start prints', excerpt)).toMatchFileSnapshot(
      '../../../handlers/cli/picture.svg',
    );
  });

  it('escapes what would be markup, and spells out what a terminal would obey', () => {
    const svg = drawTerminal('<title>', [cellsOf('</text><script>"&\'\u001b]0;x\u0007\u202e')]);
    expect(svg).toContain('<title>&lt;title&gt;</title>');
    expect(svg).toContain('>&lt;/text&gt;&lt;script&gt;&quot;&amp;&#39;\\u{1b}]0;x\\u{7}\\u{202e}</text>');
    expect(svg.match(/<script/g)).toBeNull();
  });

  it('keeps the colours of a terminal, and ends them where it does', () => {
    const cells = cellsOf('a\u001b[31mb\u001b[1mc\u001b[22md\u001b[39me\u001b[2mf\u001b[mg');
    expect(cells.map(({ char, look }) => `${char} ${look}`.trim())).toEqual([
      'a',
      'b red',
      'c red bold',
      'd red',
      'e',
      'f dim',
      'g',
    ]);
  });
});
