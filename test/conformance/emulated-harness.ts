import {
  createIdleDetector,
  type Deviation,
  type Fault,
  type Harness,
  type LogSetup,
  type SeamCall,
  type TestLog,
} from '@polylog/conformance';
import type { LogDriver } from '@polylog/core/driver';
import { createFakeClock, type FakeClock } from '@polylog/core/testing';
import { type Emulator, type EmulatorOptions, type FaultAction, startEmulator } from '@polylog/emulator';

/** What a harness over the emulator needs to know of one of its services. */
export interface EmulatedService {
  /** The service's names of the calls of the seam. */
  readonly callNames: Readonly<Record<SeamCall, readonly string[]>>;
  /** What the service says where it refuses a key. */
  readonly keyRefused: { readonly status: number; readonly code: string };
  readonly foreignPosition: string;
  /** Whether partitions are split and merged, or appear without a word about parents. */
  readonly lineage: 'told' | 'hidden';
  readonly deviates: readonly Deviation[];
  /** An emulator with that log. */
  emulatorOptions(setup: LogSetup): EmulatorOptions;
  attach(emulator: Emulator, clock: FakeClock, setup: LogSetup): ServiceLog;
}

/** The log, its drivers, and its faults. */
export interface ServiceLog extends Pick<TestLog, 'id' | 'driver' | 'append' | 'split' | 'merge' | 'grow' | 'trim'> {
  readonly faults: Emulator['sls' | 'cls' | 'lts']['faults'];
}

/** A cloud as the emulator speaks it: real sockets, and one clock for the emulator, the driver and the engine. */
export function emulatedHarness(service: EmulatedService): Harness {
  return {
    capabilities: {
      split: service.lineage === 'told',
      merge: service.lineage === 'told',
      grow: service.lineage === 'hidden',
      emptyLog: false,
      faults: ['unavailable', 'throttled', 'cut', 'corrupt', 'wrong-key', 'lost-answer', 'hang'],
      foreignPosition: service.foreignPosition,
    },
    deviates: service.deviates,
    async open(setup) {
      const detector = createIdleDetector();
      const clock = createFakeClock({ settle: detector.idle });
      const emulator = await startEmulator({ ...service.emulatorOptions(setup), clock });
      const { faults, ...log } = service.attach(emulator, clock, setup);
      const drivers: LogDriver[] = [];
      return {
        ...log,
        clock,
        driver() {
          const driver = log.driver();
          drivers.push(driver);
          return detector.watch(driver);
        },
        advance: clock.advance,
        fault(fault) {
          const { calls, times } = fault;
          const match = { call: calls.flatMap((call) => service.callNames[call]) };
          return faults.add({ match, action: actionOf(fault, service), ...(times === undefined ? {} : { times }) });
        },
        async close() {
          await Promise.all(drivers.map((driver) => driver.close?.()));
          await emulator.stop();
        },
      };
    },
  };
}

function actionOf({ kind, retryAfterMs }: Fault, { keyRefused }: EmulatedService): FaultAction {
  switch (kind) {
    case 'unavailable':
      return { kind: 'status', status: 500 };
    case 'throttled':
      return retryAfterMs === undefined
        ? { kind: 'throttle' }
        : { kind: 'throttle', status: 429, retryAfterSeconds: Math.ceil(retryAfterMs / 1000) };
    case 'cut':
      return { kind: 'cut', at: 'in-body' };
    case 'corrupt':
      return { kind: 'truncate' };
    case 'wrong-key':
      return { kind: 'status', ...keyRefused };
    case 'lost-answer':
      return { kind: 'lost', processed: true };
    case 'hang':
      return { kind: 'lost', processed: false, socket: 'open' };
    default:
      return kind satisfies never;
  }
}
