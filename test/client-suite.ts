import {
  type ClientCallOptions,
  type ClientSettings,
  createTransport,
  type Listing,
  type Transport,
} from '@polylog/driver-kit';
import type { FaultRule } from '@polylog/emulator';
import { describe, expect, it } from 'vitest';
import { collect, refusal } from './client-calls.js';

/** A client, and the service behind it; both are gone when the test is. */
export interface ClientHarness {
  readonly faults: { add(rule: FaultRule): () => void };
  /** How often a call came in at the service. */
  readonly callsOf: (call: string) => number;
  readonly opened: OpenedClient;
  /** Another client of the same service. */
  open(options: ClientHarnessOptions): OpenedClient;
}

export interface OpenedClient {
  /** A list of one thing that is there, by the service's name of its call. */
  readonly list: readonly [call: string, run: (options?: ClientCallOptions) => Listing<unknown>];
  /** Calls that succeed, at least one for each plane or face that a request may go to; by the service's names. */
  readonly others: readonly (readonly [call: string, run: (options?: ClientCallOptions) => Promise<unknown>])[];
  /** Everything of a partition. */
  readonly everything: (options?: ClientCallOptions) => AsyncIterable<unknown>;
  close(): Promise<void>;
}

export interface ClientHarnessOptions extends Pick<ClientSettings, 'retry'> {
  readonly transport?: Transport;
}

/** What every cloud's client promises of its calls; run over each of them. */
export function describeClient(cloud: string, start: (options?: ClientHarnessOptions) => Promise<ClientHarness>): void {
  describe(`every call of the client of ${cloud}`, () => {
    it('is repeated where it was not answered, answered by 5xx, or throttled, and not otherwise', async () => {
      const actions = [
        { kind: 'status', status: 500 },
        { kind: 'status', status: 503 },
        { kind: 'status', status: 429, code: 'X' },
        { kind: 'throttle' },
        { kind: 'lost', processed: false },
        { kind: 'cut', at: 'in-body' },
      ] as const;
      const { faults, callsOf, opened } = await start();
      const [, list] = opened.list;
      for (const action of actions) {
        for (const [call, run] of [opened.list, ...opened.others]) {
          const take = faults.add({ match: { call }, action, times: 2 });
          const before = callsOf(call);
          await run();
          expect(callsOf(call) - before, `${call} ${JSON.stringify(action)}`).toBe(3);
          take();
        }
      }
      for (const status of [400, 403, 404, 418]) {
        const take = faults.add({ match: {}, action: { kind: 'status', status, code: 'X' } });
        expect(await refusal(list())).toMatchObject({ tries: 1, status, serviceCode: 'X' });
        take();
      }
    });

    it('is given up after as many tries as the client has, or the call, and says how many there were', async () => {
      const { faults, opened } = await start({ retry: { tries: 3 } });
      const [, list] = opened.list;
      faults.add({ match: {}, action: { kind: 'status', status: 500 } });
      const failed = await refusal(list());
      expect(failed).toMatchObject({ code: 'unavailable', status: 500, tries: 3 });
      expect(failed.message).toContain('after 3 tries');
      expect((await refusal(list({ retry: false }))).tries).toBe(1);
      expect((await refusal(list({ retry: { tries: 5 } }))).tries).toBe(5);
      expect((await refusal(list({ retry: { withinMs: 0 } }))).tries).toBe(1);
    });

    it('waits as long as the service asks for', async () => {
      const { faults, opened } = await start({ retry: { withinMs: 8_000 } });
      const [, list] = opened.list;
      faults.add({ match: {}, action: { kind: 'throttle', retryAfterSeconds: 9 }, times: 1 });
      expect(await refusal(list())).toMatchObject({ code: 'throttled', tries: 1 });
      faults.add({ match: {}, action: { kind: 'throttle', retryAfterSeconds: 7 }, times: 1 });
      expect((await list()).items).toHaveLength(1);
    });

    it('that hangs is ended by its timeout, and by its signal with the signal’s reason', async () => {
      const { faults, opened } = await start({ retry: false });
      const [, list] = opened.list;
      faults.add({ match: {}, action: { kind: 'lost', processed: false, socket: 'open' } });
      expect(await refusal(list({ timeoutMs: 30 }))).toMatchObject({ code: 'unavailable' });
      const stop = new AbortController();
      const { signal } = stop;
      const calls = () => [
        list({ signal }).all(),
        ...opened.others.map(([, run]) => run({ signal })),
        collect(opened.everything({ signal })),
      ];
      const waiting = Promise.all(calls().map((call) => expect(call).rejects.toBe('enough')));
      stop.abort('enough');
      await waiting;
      await Promise.all(calls().map((call) => expect(call).rejects.toBe('enough')));
    });

    it('ends as aborted when the client is closed, which takes nothing more, and leaves a transport that it was given', async () => {
      const transport = createTransport();
      const { faults, opened, open } = await start({ transport });
      const take = faults.add({ match: {}, action: { kind: 'lost', processed: false, socket: 'open' } });
      const [, list] = opened.list;
      const runs = [list, ...opened.others.map(([, run]) => run)];
      const waiting = Promise.all(runs.map((run) => refusal(run())));
      await opened.close();
      for (const { code } of await waiting) expect(code).toBe('aborted');
      for (const run of runs) expect(await refusal(run())).toMatchObject({ code: 'aborted', tries: 0 });
      expect((await refusal(list())).message).toContain('closed');
      await opened.close();
      take();
      const again = open({ transport });
      expect((await again.list[1]()).items).toHaveLength(1);
      await again.close();
      await transport.close();
    });

    it('that lists sends nothing before it is used, and one request however often it is awaited', async () => {
      const { callsOf, opened } = await start();
      const [call, list] = opened.list;
      const listing = list();
      expect(callsOf(call)).toBe(0);
      const [a, b] = await Promise.all([listing, listing]);
      expect(a).toBe(b);
      expect(callsOf(call)).toBe(1);
      await expect(listing.finally(() => undefined)).resolves.toBe(a);
      expect(await collect(list())).toEqual(a.items);
      expect(await list().all()).toEqual(a.items);
    });
  });
}
