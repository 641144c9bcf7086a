import type { ServiceClock } from './clock.js';
import type { ClsHandles } from './cls/handles.js';
import { type DataOptions, type DataStore, openData } from './data/data-store.js';
import { type RunningServer, type Service, startServer } from './http/server.js';
import type { Stats } from './http/tally.js';
import type { LtsHandles } from './lts/handles.js';
import { createServices, type ServicesOptions } from './services.js';
import type { SlsHandles } from './sls/handles.js';

export interface EmulatorOptions extends ServicesOptions {
  /** Address to listen on. Default `127.0.0.1`: nobody else can reach it. */
  readonly host?: string;
  /** Port for HTTP, shared by the services. Default 0: any free one. */
  readonly port?: number;
  /** Serves HTTPS, too, on a port of its own (default: any free one). PEM. */
  readonly https?: { readonly key: string | Buffer; readonly cert: string | Buffer; readonly port?: number };
  /** Where all that the services hold survives, also a kill. Default: nowhere. What exists there is not created anew. */
  readonly data?: DataOptions;
}

/** What all services have: one listener, each its own counts. */
export interface Listening {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly port: number;
  /** Where a key and a certificate were given. */
  readonly httpsEndpoint?: string;
  readonly httpsPort?: number;
  stats(): Stats;
  /** Cuts every open connection now, whichever service it is for; returns how many there were. */
  cutConnections(): number;
}

export type SlsEmulator = SlsHandles & Listening;
export type ClsEmulator = ClsHandles & Listening;
export type LtsEmulator = LtsHandles & Listening;

export interface Emulator {
  readonly sls: SlsEmulator;
  readonly cls: ClsEmulator;
  readonly lts: LtsEmulator;
  /** The services' time: `now()`, and `advance(ms)` to let leases and data grow old at once. */
  readonly clock: Pick<ServiceClock, 'now' | 'advance'>;
  readonly seed: number;
  /** Cuts all connections and closes all ports; nothing is left running. Twice is harmless. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts the emulated services in this process, all on one port: each knows its own requests. Rejects with the system's
 * error where a port is taken, with a `TypeError` for a switch that does not exist, with a `DataError` for a data directory
 * that cannot be used.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const data = options.data && (await openData(options.data));
  try {
    return await startWith(options, data);
  } catch (error) {
    await data?.close();
    throw error;
  }
}

async function startWith(options: EmulatorOptions, data: DataStore | undefined): Promise<Emulator> {
  const { host = '127.0.0.1', port = 0, https, seed = 1 } = options;
  const { sls, cls, lts, clock, random, serviceFor } = createServices(options, data);
  const common = { serviceFor, clock, random, host };
  const secure = https && (await startServer({ ...common, port: https.port ?? 0, https }));
  let plain: RunningServer;
  try {
    // As a proxy: whatever host a client wants to be led to, it reaches the HTTPS face.
    plain = await startServer({ ...common, port, ...(secure ? { tunnel: secure.adopt } : {}) });
  } catch (error) {
    await secure?.stop();
    throw error;
  }
  const servers = secure ? [plain, secure] : [plain];
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
    await data?.close();
  };
  const authority = host.includes(':') ? `[${host}]` : host;
  const listening = (service: Service): Listening => ({
    endpoint: `http://${authority}:${plain.port}`,
    port: plain.port,
    ...(secure ? { httpsEndpoint: `https://${authority}:${secure.port}`, httpsPort: secure.port } : {}),
    stats: service.tally.stats,
    cutConnections: () => servers.reduce((sum, server) => sum + server.cutConnections(), 0),
  });
  return {
    sls: { ...sls.handles, ...listening(sls.service) },
    cls: { ...cls.handles, ...listening(cls.service) },
    lts: { ...lts.handles, ...listening(lts.service) },
    clock: { now: clock.now, advance: clock.advance },
    seed,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
