import { type Balancer, type Random, stickyBalancer } from '@polylog/core/driver';
import { type AccessKey, defaultAccessKey } from '../auth/access-key.js';
import type { ServiceClock } from '../clock.js';
import type { DataStore } from '../data/data-store.js';
import { keptFace, keptHandles } from '../data/keep.js';
import { createFaultSet } from '../faults/fault-set.js';
import type { Service } from '../http/server.js';
import { createTally } from '../http/tally.js';
import { memoryShelf } from '../store/log-shelf.js';
import { createAccount } from './account.js';
import { createSlsFace } from './face.js';
import { createSlsHandles, type LogstoreSetup, type SlsHandles } from './handles.js';
import { defaultBaseDomains } from './host.js';
import { keptAccount } from './kept-account.js';
import { type SlsSwitches, slsSwitches } from './switches.js';

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

export interface SlsParts {
  readonly clock: ServiceClock;
  readonly random: Random;
  /** Where the state survives. Absent: nowhere. */
  readonly data?: DataStore | undefined;
}

/** Calls that change nothing but what is in shards. */
const LOGS_ONLY = ['PutLogs', 'PullLogs'];

/** The service without its sockets. Throws a `TypeError` for a switch that does not exist. */
export function createSls(
  options: SlsOptions,
  { clock, random, data }: SlsParts,
): { readonly service: Service; readonly handles: SlsHandles } {
  const switches = slsSwitches.resolve(options.switches);
  const balancer = options.balancer ?? stickyBalancer;
  const shelf = data?.shelf ?? memoryShelf;
  const account = createAccount(switches.pullMaxBytes, shelf);
  data?.attach('sls', keptAccount({ account, switches, balancer, shelf }));
  const faults = createFaultSet(random);
  const keys = new Map((options.accessKeys ?? [defaultAccessKey]).map((key) => [key.id, key]));
  const face = createSlsFace({
    account,
    ...(options.acceptAnyCredentials ? {} : { keys }),
    baseDomains: [...defaultBaseDomains, ...(options.baseDomains ?? [])],
    switches,
    balancer,
    clock,
    random,
  });
  const handles = createSlsHandles({ account, faults, switches, now: clock.now });
  for (const [project, logstores] of Object.entries(options.projects ?? {})) {
    if (!account.projects.has(project)) handles.createProject(project);
    for (const [logstore, setup] of Object.entries(logstores)) {
      if (!account.project(project).logstores.has(logstore)) handles.createLogstore({ project, logstore, ...setup });
    }
  }
  const service = { face: data ? keptFace(face, data, LOGS_ONLY) : face, faults, tally: createTally() };
  return { service, handles: data ? keptHandles(handles, data) : handles };
}
