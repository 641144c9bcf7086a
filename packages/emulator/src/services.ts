import type { Clock, Random } from '@polylog/core/driver';
import { createServiceClock, type ServiceClock } from './clock.js';
import { type ClsOptions, createCls } from './cls/cls.js';
import type { ClsHandles } from './cls/handles.js';
import type { DataStore } from './data/data-store.js';
import type { RequestHead } from './http/request.js';
import type { Service } from './http/server.js';
import type { LtsHandles } from './lts/handles.js';
import { createLts, type LtsOptions } from './lts/lts.js';
import { seededRandom } from './random.js';
import type { SlsHandles } from './sls/handles.js';
import { createSls, type SlsOptions } from './sls/sls.js';

export interface ServicesOptions {
  /** Alibaba Cloud SLS. Default: an empty one. */
  readonly sls?: SlsOptions;
  /** Tencent Cloud CLS. Default: an empty one. */
  readonly cls?: ClsOptions;
  /** Huawei Cloud LTS. Default: an empty one. */
  readonly lts?: LtsOptions;
  /** What the services' clock runs on. Default: the system's. */
  readonly clock?: Clock;
  /** How far the services' clock is ahead of it from the start, in milliseconds. Default 0. */
  readonly clockOffsetMs?: number;
  /** Dice of faults and request ids; the same seed gives the same ones. Default 1. */
  readonly seed?: number;
}

/** All emulated services, without a listener in front of them. */
export interface Services {
  readonly sls: { readonly service: Service; readonly handles: SlsHandles };
  readonly cls: { readonly service: Service; readonly handles: ClsHandles };
  readonly lts: { readonly service: Service; readonly handles: LtsHandles };
  readonly clock: ServiceClock;
  readonly random: Random;
  /** Whose a request is. */
  serviceFor(head: RequestHead): Service;
}

/** `data`: where the services' state survives, if anywhere. */
export function createServices(options: ServicesOptions, data?: DataStore): Services {
  const clock = createServiceClock(options.clock, options.clockOffsetMs);
  // Each start throws other dice: ids that were given before must not come again.
  const random = seededRandom((options.seed ?? 1) ^ Math.imul(data?.starts ?? 0, 0x9e3779b1));
  const sls = createSls(options.sls ?? {}, { clock, random, data });
  const cls = createCls(options.cls ?? {}, { clock, random, data });
  const lts = createLts(options.lts ?? {}, { clock, random, data });
  data?.commit();
  return {
    sls,
    cls,
    lts,
    clock,
    random,
    // SLS is the last one asked: its paths are anything.
    serviceFor: (head) => [cls.service, lts.service].find(({ face }) => face.takes(head)) ?? sls.service,
  };
}
