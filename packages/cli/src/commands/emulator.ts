import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installCommand } from '@polylog/config';
import { ConsumerError } from '@polylog/core';
import { resolve } from 'import-meta-resolve';

const PACKAGE = '@polylog/emulator';

/** The emulator's own command. It brings all adapters, so it is no dependency: the project installs it, or nobody. */
export async function emulator(args: readonly string[]): Promise<void> {
  const here = pathToFileURL(join(process.cwd(), 'package.json')).href;
  const url = resolved(here) ?? resolved(import.meta.url);
  if (url === undefined) {
    const command = installCommand(PACKAGE, process.cwd()).replace(/ (?=@)/, ' -D ');
    throw new ConsumerError(
      'not-found',
      `the emulator is a package of its own, and not installed here. Run: ${command}`,
    );
  }
  const module = (await import(url)) as { readonly runCommand: (args: readonly string[]) => Promise<void> };
  await module.runCommand(args);
}

function resolved(from: string): string | undefined {
  try {
    return resolve(PACKAGE, from);
  } catch {
    return undefined;
  }
}
