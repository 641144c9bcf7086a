#!/usr/bin/env node
import { helpText, parseCommand, UsageError } from './command/arguments.js';
import { startEmulator } from './emulator.js';
import { SlsError } from './sls/error.js';

async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2));
  if (command.kind === 'help') {
    process.stdout.write(`${helpText}\n`);
    return;
  }
  const { options } = command;
  const emulator = await startEmulator(options);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // With the ports closed nothing keeps the process alive, and it ends with 0.
    process.once(signal, () => void emulator.stop());
  }
  const { endpoint, port, httpsEndpoint } = emulator.sls;
  // Never a secret: this line ends up in the logs of build servers.
  const accessKeyId = options.sls.accessKeys?.[0]?.id;
  process.stdout.write(
    `${JSON.stringify({ ready: true, pid: process.pid, sls: { endpoint, port, httpsEndpoint, accessKeyId } })}\n`,
  );
}

main().catch((error: unknown) => {
  const { message, code } = error as NodeJS.ErrnoException;
  process.stderr.write(`polylog-emulator: ${message.split('\n')[0]}\n`);
  // What was asked for makes no sense (2), or could not be done (1): a port that is taken, a file that is no key.
  process.exitCode = error instanceof UsageError || error instanceof SlsError ? 2 : 1;
  if (code === undefined && !(error instanceof Error)) throw error;
});
