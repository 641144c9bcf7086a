import { onFirstSignal, type SignalName } from './first-signal.js';
import type { Output } from './output/output.js';

/** What every command is given. */
export interface Context {
  readonly output: Output;
  /**
   * Aborts at SIGINT or SIGTERM, from the first time that it is asked for: a command that asks is told of the signal
   * instead of being ended by it. A second signal, a second later or more, ends the process at once.
   */
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  now(): number;
}

/** Why a context's signal has aborted. */
export class Interruption extends Error {
  readonly signalName: SignalName;

  constructor(signalName: SignalName) {
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
    onFirstSignal((name) => abort.abort(new Interruption(name)));
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
