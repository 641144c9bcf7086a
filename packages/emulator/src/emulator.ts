import type { Clock, Random } from '@polylog/core/driver';
import { createServiceClock, type ServiceClock } from './clock.js';
import { seededRandom } from './random.js';
import { type SlsEmulator, type SlsOptions, startSls } from './sls/sls.js';

export interface EmulatorOptions {
  /** Alibaba Cloud SLS; `true` for an empty one with all defaults. */
  readonly sls: SlsOptions | true;
  /** Address to listen on. Default `127.0.0.1`: nobody else can reach it. */
  readonly host?: string;
  /** Port of the HTTP face. Default 0: any free one. */
  readonly port?: number;
  /** Serves HTTPS, too, on a port of its own (default: any free one). PEM. */
  readonly https?: { readonly key: string | Buffer; readonly cert: string | Buffer; readonly port?: number };
  /** What the service's clock runs on. Default: the system's. */
  readonly clock?: Clock;
  /** How far the service's clock is ahead of it from the start, in milliseconds. Default 0. */
  readonly clockOffsetMs?: number;
  /** Dice of faults and request ids; the same seed gives the same ones. Default 1. */
  readonly seed?: number;
}

export interface Emulator {
  readonly sls: SlsEmulator;
  /** The services' time: `now()`, and `advance(ms)` to let leases and data grow old at once. */
  readonly clock: Pick<ServiceClock, 'now' | 'advance'>;
  readonly seed: number;
  /** Cuts all connections and closes all ports; nothing is left running. Twice is harmless. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts the emulated services in this process. Rejects with the system's error where a port is taken, with a
 * `TypeError` for a switch that does not exist.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { host = '127.0.0.1', port = 0, https, seed = 1 } = options;
  const clock = createServiceClock(options.clock, options.clockOffsetMs);
  const random: Random = seededRandom(seed);
  const { sls, stop } = await startSls(options.sls === true ? {} : options.sls, {
    clock,
    random,
    host,
    port,
    ...(https ? { https } : {}),
  });
  return {
    sls,
    clock: { now: clock.now, advance: clock.advance },
    seed,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
