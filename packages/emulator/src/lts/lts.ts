import type { Balancer, Random } from '@polylog/core/driver';
import { type AccessKey, defaultAccessKey } from '../auth/access-key.js';
import type { ServiceClock } from '../clock.js';
import type { DataStore } from '../data/data-store.js';
import { keptFace, keptHandles } from '../data/keep.js';
import { createFaultSet } from '../faults/fault-set.js';
import type { Service } from '../http/server.js';
import { createTally } from '../http/tally.js';
import { memoryShelf } from '../store/log-shelf.js';
import { createAccount } from './account.js';
import { balancerFor } from './balance.js';
import { createLtsFace } from './face.js';
import { createLtsHandles, type LogStreamSettings, type LtsHandles } from './handles.js';
import { keptAccount } from './kept-account.js';
import { createKeyLock } from './key-lock.js';
import { createLtsQuotas, documentedLtsQuotas, type LtsQuotaLimits } from './quotas.js';
import { type LtsSwitches, ltsSwitches } from './switches.js';

export interface LtsOptions {
  /** What exists from the start: log groups, and in them log streams. The names are the ids, too. */
  readonly logGroups?: Readonly<Record<string, Readonly<Record<string, LogStreamSettings>>>>;
  /** The only project there is. Default: whatever a request names is taken for it. */
  readonly projectId?: string;
  /** The only region that a signature may be for. Default: any. */
  readonly region?: string;
  /** Who may call. Default: the one pair of {@link defaultAccessKey}. */
  readonly accessKeys?: readonly AccessKey[];
  /** Lets every request in, signed or not; clocks are not compared either. Default false. */
  readonly acceptAnyCredentials?: boolean;
  /** Open points of the protocol; each has a default. */
  readonly switches?: Partial<LtsSwitches>;
  /** Writes a second: those that the service documents, or others. Default: none are kept. */
  readonly quotas?: LtsQuotaLimits | boolean;
  /** Deals the shards of consumer groups. Default: as the switch `assignment` says. */
  readonly balancer?: Balancer;
}

export interface LtsParts {
  readonly clock: ServiceClock;
  readonly random: Random;
  /** Where the state survives. Absent: nowhere. */
  readonly data?: DataStore | undefined;
}

/** Calls that change nothing but what is in shards. */
const LOGS_ONLY = ['PushLogs', 'PullLogs'];

/** The service without its sockets. Throws a `TypeError` for a switch that does not exist. */
export function createLts(
  options: LtsOptions,
  { clock, random, data }: LtsParts,
): { readonly service: Service; readonly handles: LtsHandles } {
  const switches = ltsSwitches.resolve(options.switches);
  const shelf = data?.shelf ?? memoryShelf;
  const account = createAccount(switches, random, shelf);
  const faults = createFaultSet(random);
  const lock = createKeyLock();
  const keys = new Map((options.accessKeys ?? [defaultAccessKey]).map((key) => [key.id, key]));
  const balancer = options.balancer ?? balancerFor(switches.assignment);
  data?.attach('lts', keptAccount({ account, switches, balancer, shelf }));
  const face = createLtsFace({
    account,
    ...(options.acceptAnyCredentials ? {} : { gate: { keys, lock, region: options.region, switches } }),
    projectId: options.projectId,
    switches,
    balancer,
    quotas: createLtsQuotas(limitsOf(options.quotas)),
    clock,
    random,
  });
  const handles = createLtsHandles({ account, faults, lock, keys, balancer, switches, now: clock.now });
  for (const [logGroup, streams] of Object.entries(options.logGroups ?? {})) {
    if (!account.logGroups.has(logGroup)) handles.createLogGroup(logGroup);
    for (const [logStream, setup] of Object.entries(streams)) {
      const stream = account.logGroup(logGroup).streams.get(logStream);
      if (!stream) handles.createLogStream({ logGroup, logStream, ...setup });
      for (const [group, settings] of stream ? Object.entries(setup.consumerGroups ?? {}) : []) {
        if (!stream?.groups.has(group)) handles.createConsumerGroup({ logGroup, logStream, group, ...settings });
      }
    }
  }
  const service = { face: data ? keptFace(face, data, LOGS_ONLY) : face, faults, tally: createTally() };
  return { service, handles: data ? keptHandles(handles, data) : handles };
}

function limitsOf(quotas: LtsQuotaLimits | boolean = false): LtsQuotaLimits {
  if (quotas === true) return documentedLtsQuotas;
  return quotas || {};
}
