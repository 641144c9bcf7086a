import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { main } from './polylog.js';

const run = promisify(execFile);

const bin = mkdtempSync(join(tmpdir(), 'polylog-bin-'));
afterAll(() => rmSync(bin, { recursive: true }));
writeFileSync(join(bin, 'polylog'), `#!/bin/sh\nexec ${process.execPath} ${main} "$@"\n`);
chmodSync(join(bin, 'polylog'), 0o755);
const env = { PATH: `${bin}:${process.env.PATH}`, HOME: bin };

function isHere(shell: string): boolean {
  try {
    execFileSync(shell, ['-c', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** How each shell is asked, without a terminal, what it would offer behind these words; the last one is being typed. */
const ask = {
  bash: (words: readonly string[]) => `source <(polylog completion bash)
COMP_WORDS=(polylog ${words.map(quoted).join(' ')}); COMP_CWORD=${words.length}
compopt() { COMPREPLY+=(FILES); }
_polylog; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (
    words: readonly string[],
  ) => `compdef() { : }; _files() { print FILES }; _describe() { print -rl -- "\${(@P)2%%:*}" }
source <(polylog completion zsh)
words=(polylog ${words.map(quoted).join(' ')}); CURRENT=${words.length + 1}; _polylog`,
  fish: (words: readonly string[]) => `polylog completion fish | source
function __fish_complete_path; echo FILES; end
complete -C ${quoted(`polylog ${words.join(' ')}`)} | string replace -r '\\t.*' ''; true`,
} as const;

const quoted = (word: string): string => `'${word}'`;

describe.each(['bash', 'zsh', 'fish'] as const)('%s completes', { timeout: 60_000 }, (shell) => {
  async function offered(...words: readonly string[]): Promise<readonly string[]> {
    const { stdout } = await run(shell, ['-c', ask[shell](words)], { env, cwd: bin });
    return stdout.split('\n').filter((line) => line !== '');
  }

  test('commands, options, values and files, from what the command itself knows', async ({ skip }) => {
    skip(!isHere(shell), `needs ${shell}, which is not here`);
    expect(await offered('gro')).toEqual(['groups']);
    expect([...(await offered('groups', ''))].sort()).toEqual(['create', 'delete', 'describe', 'list']);
    expect(await offered('reset', '--dr')).toEqual(['--dry-run']);
    expect(await offered('reset', '--to', '')).toEqual(['begin', 'end']);
    expect(await offered('lag', '--config', '')).toEqual(['FILES']);
  });
});
