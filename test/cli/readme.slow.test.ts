import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { commands } from '../../packages/cli/dist/commands/commands.js';
import { environment, providers } from '../config/three-clouds.js';
import { sectionOf, textOf } from '../documents/pages.js';
import { main } from './polylog.js';
import { type CommandFolder, commandFolder } from './three-clouds-folder.js';

const run = promisify(execFile);
const readme = textOf('packages/cli/README.md');
const blocksOf = (heading: string, language: string): readonly string[] =>
  [...sectionOf(readme, heading).matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(
    ([, code = '']) => code,
  );

/** Runs lines of a shell, one after the other, in a folder where the command is installed. */
async function inShell(
  { folder }: CommandFolder,
  lines: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'polylog'), `#!/bin/sh\nexec ${process.execPath} ${main} "$@"\n`);
  chmodSync(join(bin, 'polylog'), 0o755);
  const env = { ...environment, ...more, PATH: `${bin}:${process.env.PATH}` };
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', lines], { cwd: folder, env });
  return stdout;
}

const headings = ['Groups and checkpoints', 'Partitions', 'Writing and watching'];

describe.each(providers)('what stands in the README of the command runs as it stands, %s', (provider) => {
  test.each(headings)('%s', { timeout: 60_000 }, async (heading) => {
    const clouds = await commandFolder(provider);
    clouds.write([{ status: '200', content: 'hello' }]);
    const [partition] = JSON.parse((await clouds.run('partitions list --json')).out) as { id: string }[];
    const [lines = ''] = blocksOf(heading, 'sh');
    // The group is deleted at the end of the block; what is left out stands for it.
    expect(await inShell(clouds, lines, { PARTITION: partition?.id ?? '' })).not.toBe('');
  });
});

test('its tables are those of the command', { timeout: 60_000 }, async () => {
  const clouds = await commandFolder('alibaba-sls');
  clouds.write([{ content: 'hello' }]);
  await clouds.run('groups create billing');
  const blocks = blocksOf('Groups and checkpoints', 'console');
  expect(blocks.length).toBe(2);
  for (const block of blocks) {
    const [command = '', ...lines] = block.split('\n');
    const { out } = await clouds.run(command.replace('$ polylog ', ''));
    const words = (line = ''): readonly string[] => line.split(/ {2,}/);
    expect(words(out.split('\n')[0])).toEqual(words(lines[0]));
  }
});

test('it names every command', () => {
  const named = (name: string): boolean => {
    const [first = '', second] = name.split(' ');
    return readme.split('\n').some((line) => line.includes(`polylog ${first}`) && line.includes(second ?? ''));
  };
  const shown = commands.filter((command) => command.kind === 'own' || command.hidden !== true);
  expect(shown.map(({ name }) => name).filter((name) => !named(name))).toEqual([]);
});
