import { expect, test } from 'vitest';
import { commands } from '../commands/commands.js';
import { complete } from './complete.js';

const words = (...typed: string[]): readonly string[] | 'files' => {
  const completion = complete(commands, typed);
  return completion.kind === 'files' ? 'files' : completion.words.map(({ word }) => word);
};

test('commands come word by word, those for programs not at all', () => {
  expect(words('')).toEqual([
    ...['config', 'run', 'emulator', 'groups', 'lag', 'reset', 'partitions', 'tail', 'produce', 'completion'],
    ...['--help', '--version'],
  ]);
  expect(words('gr')).toEqual(['groups']);
  expect(words('groups', '')).toEqual(['list', 'describe', 'create', 'delete']);
  expect(words('partitions', 's')).toEqual(['split']);
  expect(words('comp')).toEqual(['completion']);
  expect(words('nothing', '')).toEqual([]);
});

test('options come once, unless they may be given again', () => {
  const all = ['--to', '--partition', '--dry-run', '--yes', '--json', '--config', '--provider', '--help'];
  expect(words('reset', '-')).toEqual(all);
  expect(words('reset', '--to', 'end', '--partition', '0', '--')).toEqual(all.slice(1));
});

test('values that are known are offered, behind a space and behind "="', () => {
  expect(words('reset', '--to', '')).toEqual(['begin', 'end']);
  expect(words('reset', '--to=b')).toEqual(['--to=begin']);
  expect(words('groups', 'create', 'g', '--order', 'l')).toEqual(['lineage']);
  expect(words('completion', '')).toEqual(['bash', 'zsh', 'fish']);
});

test('as bash splits a word at "="', () => {
  expect(words('reset', '--to', '=', 'b')).toEqual(['begin']);
  expect(words('reset', '--to', '=')).toEqual(['begin', 'end']);
  expect(words('reset', '--to', '=', 'begin', '--par')).toEqual(['--partition']);
});

test('where a path is wanted, files are', () => {
  expect(words('run', './p')).toBe('files');
  expect(words('lag', '--config', '')).toBe('files');
  expect(words('lag', '--config=x')).toBe('files');
  expect(words('run', '--config', 'a.yaml', '')).toBe('files');
  expect(words('run', 'p.js', '')).toEqual([]);
});

test('what is handed on is not ours to complete', () => {
  expect(words('emulator', '--po')).toEqual([]);
});
