import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');

/** A folder of a user's, with these files; with `packages`, everything of this workspace is installed there. */
export function configFolder(
  files: Readonly<Record<string, string>>,
  { packages = true }: { readonly packages?: boolean } = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'polylog-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  if (packages) symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
