import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const byLockFile = {
  'pnpm-lock.yaml': 'pnpm add',
  'yarn.lock': 'yarn add',
  'bun.lock': 'bun add',
  'bun.lockb': 'bun add',
  'package-lock.json': 'npm install',
} as const;

/** What brings a package here, by the nearest lock file of the folder or of one above it. */
export function installCommand(packageName: string, folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    for (const [lockFile, command] of Object.entries(byLockFile)) {
      if (existsSync(join(at, lockFile))) return `${command} ${packageName}`;
    }
    if (dirname(at) === at) return `npm install ${packageName}`;
  }
}
