import { type Listening, startEmulator } from '../emulator.js';
import { WireError } from '../http/wire-error.js';
import { helpText, parseCommand, UsageError } from './arguments.js';

/** Does what the command's flags say, for a program that has nothing else to do: sets the exit code, stops on SIGTERM and SIGINT. */
export async function runCommand(args: readonly string[]): Promise<void> {
  try {
    await start(args);
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    process.stderr.write(`polylog-emulator: ${message.split('\n')[0]}\n`);
    // What was asked for makes no sense (2), or could not be done (1): a port that is taken, a file that is no key.
    process.exitCode = error instanceof UsageError || error instanceof WireError ? 2 : 1;
    if (code === undefined && !(error instanceof Error)) throw error;
  }
}

async function start(args: readonly string[]): Promise<void> {
  const command = parseCommand(args);
  if (command.kind === 'help') {
    process.stdout.write(`${helpText}\n`);
    return;
  }
  const { options, accessKeyId } = command;
  const emulator = await startEmulator(options);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // With the ports closed nothing keeps the process alive, and it ends with 0.
    process.once(signal, () => void emulator.stop());
  }
  const shown = ({ endpoint, port, httpsEndpoint }: Listening): object => ({
    endpoint,
    port,
    httpsEndpoint,
    // Never a secret: this line ends up in the logs of build servers.
    accessKeyId,
  });
  const { sls, cls, lts } = emulator;
  const services = { sls: shown(sls), cls: shown(cls), lts: shown(lts) };
  process.stdout.write(`${JSON.stringify({ ready: true, pid: process.pid, ...services })}\n`);
}
