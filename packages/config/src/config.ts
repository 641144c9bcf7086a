import { inspect } from 'node:util';
import { ConsumerError } from '@polylog/core/driver';
import type { ConfigProblem } from './config-problem.js';
import type { ConfigState } from './config-state.js';

/**
 * A configuration that was checked. What it holds is used by `createDriver` and `createConsumerFromConfig`; printed, it
 * shows the file as it is written, with `${NAME}` in place of what variables hold, and no secret.
 */
export interface Config {
  /** Absolute. */
  readonly file: string;
  /** The section that counts. */
  readonly provider: string;
  /** What `unsupported: warn` lets pass. */
  readonly warnings: readonly ConfigProblem[];
}

const states = new WeakMap<Config, ConfigState>();

export function configOf(facts: Config, state: ConfigState, written: unknown): Config {
  const config = { ...facts };
  const shown = { ...facts, written };
  Object.defineProperty(config, inspect.custom, { value: () => shown });
  Object.defineProperty(config, 'toJSON', { value: () => shown });
  states.set(config, state);
  return Object.freeze(config);
}

export function stateOf(config: Config): ConfigState {
  const state = states.get(config);
  if (state !== undefined) return state;
  throw new ConsumerError(
    'invalid-argument',
    'This is no configuration that loadConfig of this @polylog/config gave. Load it first.',
  );
}
