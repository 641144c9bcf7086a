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
import { clsBalancer } from './balance.js';
import { createClsFace } from './face.js';
import { type ClsHandles, createClsHandles, type TopicSettings } from './handles.js';
import { keptAccount } from './kept-account.js';
import { createQuotas, documentedQuotas, type QuotaLimits } from './quotas.js';
import { type ClsSwitches, clsSwitches } from './switches.js';

export interface ClsOptions {
  /** What exists from the start: logsets, and in them topics. The names are the ids, too. */
  readonly logsets?: Readonly<Record<string, Readonly<Record<string, TopicSettings>>>>;
  /** Who may call. Default: the one pair of {@link defaultAccessKey}. */
  readonly accessKeys?: readonly AccessKey[];
  /** Lets every request in, signed or not; clocks are not compared either. Default false. */
  readonly acceptAnyCredentials?: boolean;
  /** Calls a second; `true` for what the service documents: 20 of each action, 200 pulls of a partition. Default: no limits. */
  readonly quotas?: QuotaLimits | boolean;
  /** Open points of the protocol; each has a default. */
  readonly switches?: Partial<ClsSwitches>;
  /** Deals the partitions of consumer groups. Default: as the service's examples do. */
  readonly balancer?: Balancer;
}

export interface ClsParts {
  readonly clock: ServiceClock;
  readonly random: Random;
  /** Where the state survives. Absent: nowhere. */
  readonly data?: DataStore | undefined;
}

/** Calls that change nothing but what is in partitions. */
const LOGS_ONLY = ['UploadLog', 'PullLog'];

/** The service without its sockets. Throws a `TypeError` for a switch that does not exist. */
export function createCls(
  options: ClsOptions,
  { clock, random, data }: ClsParts,
): { readonly service: Service; readonly handles: ClsHandles } {
  const switches = clsSwitches.resolve(options.switches);
  const balancer = options.balancer ?? clsBalancer;
  const shelf = data?.shelf ?? memoryShelf;
  const account = createAccount(switches, random, shelf);
  data?.attach('cls', keptAccount({ account, switches, balancer, shelf }));
  const faults = createFaultSet(random);
  const keys = new Map((options.accessKeys ?? [defaultAccessKey]).map((key) => [key.id, key]));
  const face = createClsFace({
    account,
    ...(options.acceptAnyCredentials ? {} : { keys }),
    quotas: createQuotas(limitsOf(options.quotas)),
    switches,
    balancer,
    clock,
    random,
  });
  const handles = createClsHandles({ account, faults, switches, now: clock.now });
  for (const [logset, topics] of Object.entries(options.logsets ?? {})) {
    if (!account.logsets.has(logset)) handles.createLogset(logset);
    for (const [topic, setup] of Object.entries(topics)) {
      if (!account.topics.has(topic)) handles.createTopic({ logset, topic, ...setup });
    }
  }
  const service = { face: data ? keptFace(face, data, LOGS_ONLY) : face, faults, tally: createTally() };
  return { service, handles: data ? keptHandles(handles, data) : handles };
}

function limitsOf(quotas: QuotaLimits | boolean = false): QuotaLimits {
  if (quotas === true) return documentedQuotas;
  return quotas || {};
}
