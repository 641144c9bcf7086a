import type { Clock } from '@polylog/core/driver';

/**
 * `stopped`: as by SIGSTOP, both clocks go on and timers that fell due fire late. `suspended`: as a virtual machine, whose
 * monotonic clock stands still and whose timers wait for the rest of their time.
 */
export type FreezeKind = 'stopped' | 'suspended';

/** What comes first when a frozen machine goes on: the timers that fell due, or the answers that have come. */
export type WakeOrder = 'timers' | 'answers';

/** What a member runs on: its clock, and whether anything in it moves at all. */
export interface Machine {
  readonly clock: Clock;
  /** How long it stood still so far, milliseconds. */
  readonly frozenMs: number;
  /** Whether anything in it moves. */
  readonly runs: boolean;
  freeze(how: FreezeKind): void;
  thaw(first: WakeOrder): void;
  /** For ever: no timer fires, no answer arrives. */
  kill(): void;
  /** Resolves at once, or when it goes on; never, once it was killed. */
  awake(): Promise<void>;
  /** As an administrator does. */
  jumpWall(ms: number): void;
}

interface Timer {
  readonly run: () => void;
  dueAt: number;
  cancel: () => void;
}

type State = { readonly kind: 'running' } | { readonly kind: FreezeKind; readonly since: number } | { kind: 'dead' };

export function createMachine(world: Clock): Machine {
  let state: State = { kind: 'running' };
  let suspendedMs = 0;
  let frozenMs = 0;
  let wallAheadMs = 0;
  let wake: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;
  const timers = new Set<Timer>();
  /** Fell due while the machine was stopped. */
  let late: Timer[] = [];

  const monotonic = (): number => {
    const standing = state.kind === 'suspended' ? world.monotonic() - state.since : 0;
    return world.monotonic() - suspendedMs - standing;
  };

  const fire = (timer: Timer): void => {
    if (state.kind === 'running') {
      if (timers.delete(timer)) timer.run();
    } else late.push(timer);
  };

  const arm = (timer: Timer): void => {
    timer.cancel = world.schedule(Math.max(0, timer.dueAt - monotonic()), () => fire(timer));
  };

  return {
    clock: {
      now: () => world.now() + wallAheadMs,
      monotonic,
      schedule(delayMs, run) {
        const timer: Timer = { run, dueAt: monotonic() + Math.max(0, delayMs), cancel: () => undefined };
        timers.add(timer);
        if (state.kind !== 'running' && state.kind !== 'dead')
          throw new Error('code runs on a machine that stands still');
        if (state.kind === 'running') arm(timer);
        return () => {
          timers.delete(timer);
          timer.cancel();
        };
      },
    },
    get frozenMs() {
      return frozenMs;
    },
    get runs() {
      return state.kind === 'running';
    },
    freeze(how) {
      if (state.kind !== 'running') return;
      state = { kind: how, since: world.monotonic() };
      if (how === 'suspended') for (const timer of timers) timer.cancel();
      let resolve!: () => void;
      const promise = new Promise<void>((done) => {
        resolve = done;
      });
      wake = { promise, resolve };
    },
    thaw(first) {
      if (state.kind !== 'stopped' && state.kind !== 'suspended') return;
      const stoodMs = world.monotonic() - state.since;
      frozenMs += stoodMs;
      if (state.kind === 'suspended') suspendedMs += stoodMs;
      const how = state.kind;
      state = { kind: 'running' };
      const fireLate = (): void => {
        const due = late;
        late = [];
        // One by one: whatever the first brings about may happen before the second.
        for (const timer of due) timer.cancel = world.schedule(0, () => fire(timer));
      };
      const answers = wake;
      wake = undefined;
      if (how === 'suspended') {
        for (const timer of timers) arm(timer);
        answers?.resolve();
      } else if (first === 'timers') {
        fireLate();
        world.schedule(0, () => answers?.resolve());
      } else {
        answers?.resolve();
        world.schedule(0, fireLate);
      }
    },
    kill() {
      if (state.kind === 'running') {
        const promise = new Promise<void>(() => undefined);
        wake = { promise, resolve: () => undefined };
      }
      state = { kind: 'dead' };
      for (const timer of timers) timer.cancel();
      timers.clear();
      late = [];
    },
    async awake() {
      while (wake) await wake.promise;
    },
    jumpWall(ms) {
      wallAheadMs += ms;
    },
  };
}
