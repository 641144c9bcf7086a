import { type Balancer, type Random, stickyBalancer } from '@polylog/core/driver';
import type { ServiceClock } from '../clock.js';
import { createFaultSet } from '../faults/fault-set.js';
import { type FaceServer, serveFace } from '../http/server.js';
import { createAccount } from './account.js';
import type { AccessKey } from './auth.js';
import { createSlsFace } from './face.js';
import { createSlsHandles, type LogstoreSetup, type SlsHandles } from './handles.js';
import { defaultBaseDomains } from './host.js';
import { resolveSwitches, type SlsSwitches } from './switches.js';

export interface SlsOptions {
  /** What exists from the start: projects, and in them logstores. */
  readonly projects?: Readonly<Record<string, Readonly<Record<string, LogstoreSetup>>>>;
  /** Who may call. Default: the one pair of {@link defaultAccessKey}. */
  readonly accessKeys?: readonly AccessKey[];
  /** Lets every request in, signed or not; clocks are not compared either. Default false. */
  readonly acceptAnyCredentials?: boolean;
  /** Open points of the protocol; each has a default. */
  readonly switches?: Partial<SlsSwitches>;
  /** Host names that stand for the service, beside `localhost`, IP addresses, `*.log.aliyuncs.com` and `*.sls.aliyuncs.com`. */
  readonly baseDomains?: readonly string[];
  /** Deals the shards of consumer groups. Default: core's `stickyBalancer`. */
  readonly balancer?: Balancer;
}

/** For local work only: everybody knows it. */
export const defaultAccessKey: AccessKey = { id: 'polylog', secret: 'polylog-emulator-secret' };

export interface SlsEmulator extends SlsHandles {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly port: number;
  /** Where a key and a certificate were given. */
  readonly httpsEndpoint?: string;
  readonly httpsPort?: number;
  /** Calls and bytes served since the start; calls whose answer was lost have status 0. */
  stats(): SlsStats;
  /** Cuts every open connection now; returns how many there were. */
  cutConnections(): number;
}

export interface SlsStats {
  readonly calls: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  readonly sentBytes: number;
}

export interface SlsParts {
  readonly clock: ServiceClock;
  readonly random: Random;
  readonly host: string;
  readonly port: number;
  readonly https?: { readonly key: string | Buffer; readonly cert: string | Buffer; readonly port?: number };
}

export async function startSls(
  options: SlsOptions,
  { clock, random, host, port, https }: SlsParts,
): Promise<{ readonly sls: SlsEmulator; readonly stop: () => Promise<void> }> {
  const switches = resolveSwitches(options.switches);
  const account = createAccount(switches.pullMaxBytes);
  const faults = createFaultSet(random);
  const keys = new Map((options.accessKeys ?? [defaultAccessKey]).map((key) => [key.id, key]));
  const face = createSlsFace({
    account,
    ...(options.acceptAnyCredentials ? {} : { keys }),
    baseDomains: [...defaultBaseDomains, ...(options.baseDomains ?? [])],
    switches,
    balancer: options.balancer ?? stickyBalancer,
    clock,
    random,
  });
  const handles = createSlsHandles({ account, faults, switches, now: clock.now });
  for (const [project, logstores] of Object.entries(options.projects ?? {})) {
    handles.createProject(project);
    for (const [logstore, setup] of Object.entries(logstores)) handles.createLogstore({ project, logstore, ...setup });
  }

  const calls: Record<string, number> = {};
  const statuses: Record<string, number> = {};
  let sentBytes = 0;
  const common = {
    face,
    faults,
    clock,
    random,
    host,
    onCall: (info: { readonly call: string }, status: number, bytes: number): void => {
      calls[info.call] = (calls[info.call] ?? 0) + 1;
      statuses[status] = (statuses[status] ?? 0) + 1;
      sentBytes += bytes;
    },
  };
  const servers: FaceServer[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  try {
    servers.push(await serveFace({ ...common, port }));
    if (https) servers.push(await serveFace({ ...common, port: https.port ?? 0, https }));
  } catch (error) {
    await stop();
    throw error;
  }
  const [plain, secure] = servers as [FaceServer, FaceServer | undefined];
  const authority = host.includes(':') ? `[${host}]` : host;
  return {
    stop,
    sls: {
      ...handles,
      endpoint: `http://${authority}:${plain.port}`,
      port: plain.port,
      ...(secure ? { httpsEndpoint: `https://${authority}:${secure.port}`, httpsPort: secure.port } : {}),
      stats: () => ({ calls: { ...calls }, statuses: { ...statuses }, sentBytes }),
      cutConnections: () => servers.reduce((sum, server) => sum + server.cutConnections(), 0),
    },
  };
}
