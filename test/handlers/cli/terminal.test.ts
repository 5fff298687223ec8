import { describe, expect, it } from 'vitest';
import { terminalOf } from '../../../handlers/cli/terminal.ts';

const screen = { isTTY: true, columns: 120 };
const isColored = (...of: Parameters<typeof terminalOf>) => terminalOf(...of).colors.red('x') !== 'x';

describe('colour', () => {
  it.each([
    ['on a terminal', screen, {}, {}, true],
    ['in a pipe', {}, {}, {}, false],
    ['on a terminal with NO_COLOR', screen, {}, { NO_COLOR: '1' }, false],
    ['on a dumb terminal', screen, {}, { TERM: 'dumb' }, false],
    ['in a pipe with FORCE_COLOR', {}, {}, { FORCE_COLOR: '1' }, true],
    ['with FORCE_COLOR and NO_COLOR', {}, {}, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    ['with FORCE_COLOR=0', screen, {}, { FORCE_COLOR: '0' }, false],
    ['in a pipe with --color=always', {}, { color: 'always' }, { NO_COLOR: '1' }, true],
    ['on a terminal with --color=never', screen, { color: 'never' }, { FORCE_COLOR: '1' }, false],
    ['with --color=auto', screen, { color: 'auto' }, {}, true],
  ])('%s', (_, stream, options, environment, expected) => {
    expect(isColored(stream, options, environment)).toBe(expected);
  });
});

describe('the width', () => {
  it.each([
    ['of a terminal is its own', screen, {}, 120],
    ['of a terminal that does not know it is 80', { isTTY: true, columns: 0 }, {}, 80],
    ['of a pipe has no end', {}, {}, Number.MAX_SAFE_INTEGER],
    ['is that of COLUMNS where it is set', {}, { COLUMNS: '100' }, 100],
    ['of COLUMNS comes before that of the terminal', screen, { COLUMNS: '90' }, 90],
    ['of COLUMNS that is no number does not count', screen, { COLUMNS: 'wide' }, 120],
    ['is never less than 40', { isTTY: true, columns: 10 }, {}, 40],
  ])('%s', (_, stream, environment, columns) => {
    expect(terminalOf(stream, {}, environment).columns).toBe(columns);
  });
});
