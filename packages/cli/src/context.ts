import type { Output } from './output/output.js';

/** What every command is given. */
export interface Context {
  readonly output: Output;
  /**
   * Aborts at SIGINT or SIGTERM, from the first time that it is asked for: a command that asks is told of the signal
   * instead of being ended by it. A second signal ends the process at once.
   */
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  now(): number;
}

/** Why a context's signal has aborted. */
export class Interruption extends Error {
  readonly signalName: 'SIGINT' | 'SIGTERM';

  constructor(signalName: 'SIGINT' | 'SIGTERM') {
    super(`Interrupted by ${signalName}.`);
    this.signalName = signalName;
  }

  /** As shells tell it. */
  get exitCode(): number {
    return this.signalName === 'SIGINT' ? 130 : 143;
  }
}

export function processContext(output: Output): Context {
  let controller: AbortController | undefined;

  function listen(): AbortController {
    const abort = new AbortController();
    const onSignal = (name: NodeJS.Signals): void => {
      // Without a listener the next one ends the process.
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
      abort.abort(new Interruption(name === 'SIGINT' ? name : 'SIGTERM'));
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    return abort;
  }

  return {
    output,
    get signal() {
      controller ??= listen();
      return controller.signal;
    },
    now: () => Date.now(),
  };
}
