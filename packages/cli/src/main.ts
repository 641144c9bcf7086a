#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { isConsumerError } from '@polylog/core';
import { type Asked, parseCommandLine } from './command-line/parse.js';
import { UsageError } from './command-line/usage-error.js';
import { commands } from './commands/commands.js';
import { Interruption, processContext } from './context.js';
import { errorText } from './error-text.js';
import { processOutput } from './output/output.js';

const output = processOutput();

async function obey(asked: Asked): Promise<number> {
  switch (asked.kind) {
    case 'help':
      output.line(asked.text);
      return 0;
    case 'version':
      output.line(version());
      return 0;
    case 'command':
      return asked.run(processContext(output));
    default:
      return asked satisfies never;
  }
}

function version(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}

/** Says what went wrong, and answers the exit code. */
function tell(error: unknown): number {
  if (error instanceof UsageError) {
    output.error(`polylog: ${error.message} "polylog --help" lists what there is.`);
    return 2;
  }
  if (error instanceof Interruption) {
    output.error(`polylog: broken off by ${error.signalName}.`);
    return error.exitCode;
  }
  // What is ours is for people; of anything else, such as a module that does not load, the place counts too.
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  output.error(isConsumerError(error) ? errorText(error) : text);
  return 1;
}

try {
  process.exitCode = await obey(parseCommandLine(commands, process.argv.slice(2)));
} catch (error) {
  process.exitCode = tell(error);
}
const failure = await output.failure();
if (failure !== undefined) {
  output.error(`polylog: not everything could be written to stdout: ${failure.message}.`);
  process.exitCode = 1;
}
