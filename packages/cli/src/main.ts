#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { isConsumerError } from '@polylog/core';
import { type Command, helpText, parseCommandLine, UsageError } from './command-line.js';
import { checkAll, checkOne } from './config-check.js';
import { emulator } from './emulator.js';
import { processOutput as output } from './output.js';
import { run } from './run.js';

async function obey(command: Command): Promise<number> {
  switch (command.kind) {
    case 'help':
      output.line(helpText);
      return 0;
    case 'version':
      output.line(version());
      return 0;
    case 'config-check':
      return command.all ? checkAll(command.file, output) : checkOne(command.file, output);
    case 'run':
      return run(command, output);
    case 'emulator':
      await emulator(command.args);
      return Number(process.exitCode ?? 0);
    default:
      return command satisfies never;
  }
}

function version(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}

try {
  process.exitCode = await obey(parseCommandLine(process.argv.slice(2)));
} catch (error) {
  if (error instanceof UsageError) {
    output.error(`polylog: ${error.message} "polylog --help" lists what there is.`);
    process.exitCode = 2;
  } else {
    // What is ours is for people; of anything else, such as a module that does not load, the place counts too.
    output.error(
      isConsumerError(error) ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error),
    );
    process.exitCode = 1;
  }
}
