import { seededRandom } from '../seeded-random.js';
import type { FreezeKind, WakeOrder } from './machine.js';

const CALLS = ['partitions', 'locate', 'read', 'join', 'heartbeat', 'checkpoints', 'save', 'leave'] as const;
export type CallName = (typeof CALLS)[number];

/** How a call goes wrong. `lost`: it takes effect and the answer is lost; `late`: the answer comes after `delayMs`. */
export type FaultKind = 'fail' | 'lost' | 'hang' | 'late';

/** What a member is started with. */
export interface MemberPlan {
  readonly style: 'processor' | 'batches';
  /** Whether it takes the name of one that has gone, as a pod that restarts. */
  readonly reusesName: boolean;
  readonly members: 1 | 2;
  readonly onExpired: 'fail' | 'earliest' | 'latest';
  readonly onProcessorFailure: 'stop' | 'skip' | 'dead-letter';
  readonly onPartitionFailure: 'stop-consumer' | 'stop-partition';
  readonly checkpoint: 'manual' | { readonly everyMs: number } | { readonly everyBatches: number };
  readonly memoryBytes: number;
  readonly drainTimeoutMs: number;
  readonly processorTries: number;
  readonly maxConcurrentProcessors: number | undefined;
  /** From its start on, milliseconds. */
  readonly untilMs: number | undefined;
  readonly rewinds: boolean;
}

/** What a member is started with when there has to be one. */
export const PLAIN_MEMBER: MemberPlan = {
  style: 'processor',
  reusesName: false,
  members: 1,
  onExpired: 'fail',
  onProcessorFailure: 'stop',
  onPartitionFailure: 'stop-consumer',
  checkpoint: { everyMs: 5_000 },
  memoryBytes: 1_000_000,
  drainTimeoutMs: 60_000,
  processorTries: 5,
  maxConcurrentProcessors: undefined,
  untilMs: undefined,
  rewinds: false,
};

/**
 * One thing that happens, and how long nothing else does after it. Members and partitions are named by a number in [0, 1),
 * a place in the list of those that are there at that moment, so that a step keeps its sense when others are dropped.
 */
export type Step = { readonly waitMs: number } & (
  | { readonly kind: 'append'; readonly at: number; readonly count: number }
  | { readonly kind: 'start'; readonly plan: MemberPlan }
  | { readonly kind: 'stop'; readonly member: number; readonly deadlineMs: number }
  | { readonly kind: 'kill'; readonly member: number }
  | {
      readonly kind: 'freeze';
      readonly member: number;
      readonly how: FreezeKind;
      readonly first: WakeOrder;
      readonly forMs: number;
    }
  | {
      readonly kind: 'fault';
      readonly call: CallName;
      readonly how: FaultKind;
      readonly code: 'unavailable' | 'throttled' | 'unknown';
      readonly times: number;
      readonly delayMs: number;
      readonly member: number | undefined;
      readonly forMs: number;
    }
  | { readonly kind: 'cut-off'; readonly member: number; readonly forMs: number }
  | { readonly kind: 'evict'; readonly member: number }
  | { readonly kind: 'jump'; readonly member: number; readonly ms: number }
  | { readonly kind: 'split'; readonly at: number }
  | { readonly kind: 'merge'; readonly at: number }
  | { readonly kind: 'trim'; readonly at: number; readonly part: number }
  | { readonly kind: 'bad-record'; readonly at: number; readonly failures: number }
  | { readonly kind: 'pause'; readonly member: number; readonly at: number; readonly forMs: number }
  | { readonly kind: 'slow'; readonly forMs: number; readonly heeds: boolean }
);

export type Provider = 'memory' | 'alibaba-sls' | 'tencent-cls' | 'huawei-lts';

/** A whole run, as data: made from a seed, then run, so that it can be shortened while it still fails. */
export interface Schedule {
  readonly seed: number;
  /** What is read. */
  readonly provider: Provider;
  readonly partitions: number;
  readonly batchRecords: number;
  readonly order: 'partition' | 'lineage';
  readonly start: 'earliest' | 'latest';
  readonly steps: readonly Step[];
}

const STEPS = 60;

export function createSchedule(seed: number, provider: Provider = 'memory'): Schedule {
  const random = seededRandom(seed);
  const below = (count: number): number => Math.floor(random() * count);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const chance = (share: number): boolean => random() < share;
  // A machine that is suspended and whose clock is set back meanwhile cannot know that time has passed.
  const suspends = chance(0.5);

  const plan = (): MemberPlan => {
    const style = chance(0.2) ? 'batches' : 'processor';
    return { ...anyPlan(), style, ...(style === 'batches' ? { checkpoint: { everyMs: 2_000 } } : {}) };
  };
  const anyPlan = (): Omit<MemberPlan, 'style'> => ({
    reusesName: chance(0.3),
    members: chance(0.2) ? 2 : 1,
    onExpired: pick(['fail', 'fail', 'earliest', 'latest'] as const),
    onProcessorFailure: pick(['stop', 'skip', 'dead-letter'] as const),
    onPartitionFailure: pick(['stop-consumer', 'stop-partition'] as const),
    checkpoint: pick([
      'manual',
      { everyMs: 500 },
      { everyMs: 5_000 },
      { everyMs: 5_000 },
      { everyBatches: 1 + below(3) },
    ] as const),
    memoryBytes: pick([20, 200, 1_000_000]),
    drainTimeoutMs: pick([5_000, 60_000]),
    processorTries: pick([1, 2, 5]),
    maxConcurrentProcessors: chance(0.2) ? 1 + below(2) : undefined,
    untilMs: chance(0.12) ? 20_000 + 60_000 * random() : undefined,
    rewinds: chance(0.3),
  });

  const fault = (call: CallName): Extract<StepBody, { readonly kind: 'fault' }> => ({
    kind: 'fault',
    call,
    how: pick(['fail', 'lost', 'hang', 'late', 'late'] as const),
    code: pick(['unavailable', 'unavailable', 'throttled', 'unknown'] as const),
    times: 1 + below(4),
    delayMs: 12_000 * random() * random(),
    member: chance(0.5) ? random() : undefined,
    forMs: 40_000 * random(),
  });

  const kinds: readonly (readonly [weight: number, make: () => StepBody])[] = [
    [14, () => ({ kind: 'append', at: random(), count: 1 + below(15) })],
    [4, () => ({ kind: 'start', plan: plan() })],
    [2, () => ({ kind: 'stop', member: random(), deadlineMs: pick([1_000, 10_000, 30_000]) })],
    [1, () => ({ kind: 'kill', member: random() })],
    [
      2,
      () => ({
        kind: 'freeze',
        member: random(),
        how: suspends && chance(0.5) ? 'suspended' : 'stopped',
        first: pick(['timers', 'answers'] as const),
        forMs: pick([3_000, 20_000, 50_000]) * (0.5 + random()),
      }),
    ],
    [9, () => fault(pick(CALLS))],
    [1, () => ({ kind: 'cut-off', member: random(), forMs: 20_000 + 40_000 * random() })],
    [2, () => ({ kind: 'evict', member: random() })],
    [1, () => ({ kind: 'jump', member: random(), ms: pick([...(suspends ? [] : [-60_000, -1_000]), 500, 60_000]) })],
    [2, () => ({ kind: 'split', at: random() })],
    [1, () => ({ kind: 'merge', at: random() })],
    [2, () => ({ kind: 'trim', at: random(), part: random() })],
    [2, () => ({ kind: 'bad-record', at: random(), failures: pick([1, 3, Number.MAX_SAFE_INTEGER]) })],
    [1, () => ({ kind: 'pause', member: random(), at: random(), forMs: 30_000 * random() })],
    [3, () => ({ kind: 'slow', forMs: 30_000 * random(), heeds: chance(0.7) })],
  ];
  const whole = kinds.reduce((sum, [weight]) => sum + weight, 0);
  const body = (): StepBody => {
    let left = random() * whole;
    for (const [weight, make] of kinds) {
      left -= weight;
      if (left < 0) return make();
    }
    return { kind: 'append', at: random(), count: 1 };
  };

  return {
    seed,
    provider,
    partitions: 2 + below(4),
    batchRecords: 1 + below(10),
    order: pick(['partition', 'lineage'] as const),
    start: chance(0.7) ? 'earliest' : 'latest',
    steps: [
      // A start that takes long, while records come.
      ...Array.from({ length: chance(0.4) ? 1 + below(3) : 0 }, () => ({
        ...fault(pick(['partitions', 'locate', 'heartbeat', 'checkpoints', 'save'] as const)),
        waitMs: 0,
      })),
      { kind: 'start', plan: plan(), waitMs: chance(0.5) ? 0 : 8_000 * random() },
      ...Array.from({ length: STEPS }, () => ({
        ...body(),
        waitMs: chance(0.3) ? 50 * random() : 4_000 * random(),
      })),
    ],
  };
}

type StepBody = Step extends infer Each ? (Each extends Step ? Omit<Each, 'waitMs'> : never) : never;
