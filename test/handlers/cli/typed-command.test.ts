import { expect, it } from 'vitest';
import { quoted, typedCommand } from '../../../handlers/cli/typed-command.ts';

const clone = { root: '/home/me/lastseen', name: 'lastseen-iam' };
const installed = { root: '/usr/lib/node_modules/lastseen-iam', name: 'lastseen-iam' };

it.each([
  [
    'in the clone',
    { ...clone, started: '/home/me/lastseen/dist/lastseen.js', cwd: '/home/me/lastseen' },
    'npx lastseen',
  ],
  [
    'below the clone',
    { ...clone, started: '/any/_npx/1/node_modules/.bin/lastseen', cwd: '/home/me/lastseen/domain' },
    'npx lastseen',
  ],
  [
    'beside the clone',
    { ...clone, started: '/home/me/lastseen/dist/lastseen.js', cwd: '/home/me' },
    'node lastseen/dist/lastseen.js',
  ],
  [
    'far from the clone',
    { ...clone, started: '/home/me/lastseen/dist/lastseen.js', cwd: '/var/a/b/c/d' },
    'node /home/me/lastseen/dist/lastseen.js',
  ],
  [
    'in a clone with a blank',
    { root: '/a b', name: 'x', started: '/a b/dist/lastseen.js', cwd: '/' },
    "node 'a b/dist/lastseen.js'",
  ],
  ['linked to the clone', { ...clone, started: '/usr/bin/lastseen', cwd: '/' }, 'lastseen'],
  ['installed for all', { ...installed, started: '/usr/bin/lastseen', cwd: '/' }, 'lastseen'],
  ['installed in a project', { ...installed, started: '/p/node_modules/.bin/lastseen', cwd: '/p' }, 'npx lastseen'],
  [
    'run by npx',
    { ...installed, started: '/home/me/.npm/_npx/1/node_modules/.bin/lastseen', cwd: '/' },
    'npx lastseen-iam',
  ],
])('%s the reader types what runs it there', (_, standpoint, typed) => {
  expect(typedCommand(standpoint)).toBe(typed);
});

it.each([
  ['.lastseen-sample/table', '.lastseen-sample/table'],
  ['my table', "'my table'"],
  ["o'hara", "'o'\\''hara'"],
  ['', "''"],
  ['$HOME', "'$HOME'"],
])('%s is one word for the shell: %s', (word, quotedWord) => {
  expect(quoted(word)).toBe(quotedWord);
});
