import { type GroupAdmin, type Position, toPosition } from '@polylog/core/driver';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdminHarness, at, join, o, refusal } from './admin-harness.js';

/** What some services have no call for; all have it where nothing is said. */
export interface AdminTraits {
  readonly changesGroups?: boolean;
  readonly changesPartitions?: boolean;
}

/** What every provider's group admin promises; run over each of them. */
export function describeGroupAdmin(
  name: string,
  start: () => Promise<AdminHarness>,
  { changesGroups = true, changesPartitions = true }: AdminTraits = {},
): void {
  describe(`group admin over ${name}`, () => {
    let harness: AdminHarness;
    let admin: GroupAdmin;
    beforeEach(async () => {
      harness = await start();
      ({ admin } = harness);
    });
    afterEach(() => harness.stop());

    const billing = { name: 'billing', sessionTimeoutMs: 30_000 };
    /** Those that are proven: of an empty partition some services cannot tell. */
    const positions = async (): Promise<Record<string, Position | undefined>> => {
      const rows = await admin.checkpoints('billing', o());
      return Object.fromEntries(
        rows.map(({ partition, checkpoint }) => [partition, checkpoint?.proven ? checkpoint.position : undefined]),
      );
    };
    const standing = (position: Position | undefined, other?: Position): Record<string, Position | undefined> => ({
      [harness.id(0)]: position,
      [harness.id(1)]: other,
    });
    const nothing = (): Record<string, undefined> => standing(undefined) as Record<string, undefined>;
    const saver = (member: string): string => harness.saverName?.(member) ?? member;
    /** So that no partition is empty. */
    const fill = (): void => {
      for (const n of [0, 1]) harness.append(harness.id(n), 3);
    };

    describe('groups', () => {
      it('lists nothing where there is none, then what was created, with its settings', async () => {
        expect(await admin.listGroups(o())).toEqual([]);
        await admin.createGroup(billing, o());
        const { order } = harness;
        await admin.createGroup({ name: 'audit', sessionTimeoutMs: 60_000, order }, o());
        const streams = [harness.stream];
        expect(await admin.listGroups(o())).toEqual([
          { name: 'billing', sessionTimeoutMs: 30_000, order: 'partition', streams },
          { name: 'audit', sessionTimeoutMs: 60_000, order, streams },
        ]);
        expect(await admin.describeGroup('audit', o())).toMatchObject({ name: 'audit', sessionTimeoutMs: 60_000 });
      });

      it('refuses to create a group that exists, and leaves that as it is', async () => {
        await admin.createGroup(billing, o());
        const failed = await refusal(admin.createGroup({ ...billing, sessionTimeoutMs: 60_000 }, o()));
        expect(failed.code).toBe('invalid-argument');
        expect(failed.message).toContain('billing');
        expect(await admin.describeGroup('billing', o())).toMatchObject({ sessionTimeoutMs: 30_000 });
      });

      if (changesGroups) {
        it('changes what is named and nothing else', async () => {
          const { order } = harness;
          await admin.createGroup({ ...billing, order }, o());
          await admin.updateGroup('billing', { sessionTimeoutMs: 90_000 }, o());
          expect(await admin.describeGroup('billing', o())).toMatchObject({ sessionTimeoutMs: 90_000, order });
          await admin.updateGroup('billing', { order: 'partition' }, o());
          expect(await admin.describeGroup('billing', o())).toMatchObject({
            sessionTimeoutMs: 90_000,
            order: 'partition',
          });
        });
      } else {
        it('cannot change a group, says so by provider and operation, and leaves it as it is', async () => {
          await admin.createGroup(billing, o());
          const failed = await refusal(admin.updateGroup('billing', { sessionTimeoutMs: 90_000 }, o()));
          expect(failed.code).toBe('unsupported');
          expect(failed.message).toBe(`${admin.provider} has no updateGroup.`);
          expect(await admin.describeGroup('billing', o())).toMatchObject({ sessionTimeoutMs: 30_000 });
        });
      }

      it('deletes a group with its checkpoints; a member that is alive finds it gone', async () => {
        const membership = await join(harness, 'billing');
        await admin.reset('billing', { to: 'latest', dryRun: false }, o());
        await admin.deleteGroup('billing', o());
        expect(await admin.listGroups(o())).toEqual([]);
        const failed = await membership.heartbeat([harness.id(0), harness.id(1)], o()).catch(harness.driver.classify);
        expect(failed).toMatchObject({ code: 'not-found' });
        await admin.createGroup(billing, o());
        expect(await positions()).toEqual(nothing());
      });

      it('says not-found, with the name, of a missing group, whatever is asked about it', async () => {
        const calls: readonly Promise<unknown>[] = [
          admin.describeGroup('nobody', o()),
          ...(changesGroups
            ? [
                admin.updateGroup('nobody', { sessionTimeoutMs: 60_000 }, o()),
                admin.updateGroup('nobody', { streams: [harness.stream] }, o()),
              ]
            : []),
          admin.deleteGroup('nobody', o()),
          admin.checkpoints('nobody', o()),
          admin.reset('nobody', { to: 'earliest', dryRun: true }, o()),
          admin.reset('nobody', { to: 'earliest', dryRun: false }, o()),
          admin.lag('nobody', o()),
        ];
        for (const failed of await Promise.all(calls.map(refusal))) {
          expect(failed.code).toBe('not-found');
          expect(failed.message).toContain('nobody');
        }
      });

      it('refuses streams that the log does not have', async () => {
        const failed = await refusal(admin.createGroup({ ...billing, streams: ['elsewhere'] }, o()));
        expect(failed.code).toBe('invalid-argument');
        expect(await admin.listGroups(o())).toEqual([]);
      });
    });

    describe('checkpoints', () => {
      it('have a row for every partition, and say who saved which position when, as far as the service tells', async () => {
        const membership = await join(harness, 'billing', 'worker-7');
        fill();
        const [first, second] = [harness.id(0), harness.id(1)];
        const position = await at(harness, second, 'latest');
        await harness.advance(5_000);
        const told = harness.tellsSaver ? { savedAtMs: 1_700_000_005_000, savedBy: saver('worker-7') } : {};
        expect((await membership.save([{ partition: second, position }], o())).get(second)).toEqual({ kind: 'saved' });
        await harness.advance(1_000);
        expect(await admin.checkpoints('billing', o())).toEqual([
          { partition: first },
          { partition: second, checkpoint: { position, proven: true, ...told } },
        ]);
      });
    });

    describe('a reset', () => {
      beforeEach(() => admin.createGroup(billing, o()));

      it('as a dry run answers the rows of the real one and changes nothing', async () => {
        fill();
        const dry = await admin.reset('billing', { to: 'latest', dryRun: true }, o());
        expect(dry.dryRun).toBe(true);
        expect(await positions()).toEqual(nothing());
        const real = await admin.reset('billing', { to: 'latest', dryRun: false }, o());
        expect(real).toEqual({ ...dry, dryRun: false });
        expect(real.rows.map(({ partition }) => partition)).toEqual([harness.id(0), harness.id(1)]);
        for (const { partition, after } of real.rows) expect((await positions())[partition]).toBe(after);
      });

      it('is where a member that joins afterwards reads on', async () => {
        const id = harness.id(0);
        harness.append(id, 3);
        await harness.advance(10_000);
        harness.append(id, 2);
        await admin.reset('billing', { to: { epochMs: 1_700_000_010_000 }, dryRun: false }, o());
        const saved = await (await join(harness, 'billing')).checkpoints([id], o());
        const partition = (await harness.driver.partitions(o()))[0]!;
        const reading = { ...o(), maxBytes: 1_000_000, reserve: async () => undefined };
        const batch = await harness.driver.read(partition, saved.get(id)!.position, reading);
        expect(batch.recordCount).toBe(2);
        batch.release();
      });

      it('touches the named partitions only', async () => {
        fill();
        const id = harness.id(1);
        const { rows } = await admin.reset('billing', { to: 'earliest', partitions: [id], dryRun: false }, o());
        expect(rows).toEqual([{ partition: id, after: await at(harness, id, 'earliest'), move: 'first' }]);
        expect(await positions()).toEqual(standing(undefined, rows[0]!.after));
        expect((await admin.reset('billing', { to: 'latest', partitions: [], dryRun: false }, o())).rows).toEqual([]);
      });

      it('takes positions, each for its own partition', async () => {
        fill();
        const id = harness.id(0);
        for (const place of ['earliest', 'latest'] as const) {
          const position = await at(harness, id, place);
          await admin.reset('billing', { to: { positions: { [id]: position } }, dryRun: false }, o());
          expect(await positions()).toEqual(standing(position));
        }
      });

      it('tells of each partition what was there, and which way it moves', async () => {
        fill();
        const moves = async (to: 'earliest' | 'latest'): Promise<unknown> => {
          const { rows } = await admin.reset('billing', { to, dryRun: false }, o());
          return rows.map(({ before, move }) => [before?.position !== undefined, move]);
        };
        const both = (had: boolean, move: string): unknown => [
          [had, move],
          [had, move],
        ];
        expect(await moves('earliest')).toEqual(both(false, 'first'));
        expect(await moves('latest')).toEqual(both(true, 'ahead'));
        expect(await moves('latest')).toEqual(both(true, 'nowhere'));
        expect(await moves('earliest')).toEqual(both(true, 'back'));
      });

      it('refuses a partition that does not exist, and writes nothing', async () => {
        for (const partitions of [
          [harness.id(0), harness.id(9)],
          [harness.id(0), '../0'],
          [harness.id(0), ''],
        ]) {
          const failed = await refusal(admin.reset('billing', { to: 'latest', partitions, dryRun: false }, o()));
          expect(failed.code).toBe('not-found');
          expect(failed.message).toContain(JSON.stringify(partitions[1]));
        }
        expect(await positions()).toEqual(nothing());
      });

      it('refuses a position that is not kept, and writes nothing: expired, from beyond the end, or nonsense', async () => {
        fill();
        const [first, second] = [harness.id(0), harness.id(1)];
        const expired = await at(harness, second, 'earliest');
        harness.trim(second, 2);
        const good = await at(harness, first, 'latest');
        for (const bad of [expired, toPosition('nonsense'), toPosition('MTc3MjUxMDcwNjAwMDAwMDAwMA==')]) {
          for (const dryRun of [true, false]) {
            const spec = { to: { positions: { [first]: good, [second]: bad } }, dryRun };
            const failed = await refusal(admin.reset('billing', spec, o()));
            expect(failed.code).toBe('position-lost');
            expect(failed.message).toContain(bad);
          }
        }
        expect(await positions()).toEqual(nothing());
      });

      it('tells who is at work, where the service does, and is written all the same; the member’s next save overwrites it', async () => {
        const id = harness.id(0);
        harness.append(id, 3);
        const membership = await join(harness, 'billing', 'worker-7');
        const end = await at(harness, id, 'latest');
        await membership.save([{ partition: id, position: end }], o());
        const { activity, rows } = await admin.reset('billing', { to: 'earliest', dryRun: false }, o());
        expect(
          [...('members' in activity ? activity.members : [])].concat(
            'savedLately' in activity ? activity.savedLately : [],
          ),
        ).toEqual(harness.tellsSaver ? [saver('worker-7')] : []);
        const savedBy = harness.tellsSaver ? { savedBy: saver('worker-7') } : {};
        expect(rows[0]).toMatchObject({ before: { position: end, ...savedBy }, move: 'back' });
        expect((await positions())[id]).toBe(rows[0]!.after);
        expect((await membership.save([{ partition: id, position: end }], o())).get(id)).toEqual({ kind: 'saved' });
        expect((await positions())[id]).toBe(end);
      });

      it('names nobody once the member’s session has run out, nor itself as one who saves', async () => {
        const membership = await join(harness, 'billing', 'worker-7');
        await membership.save(
          [{ partition: harness.id(0), position: await at(harness, harness.id(0), 'latest') }],
          o(),
        );
        // A second more than the session: that is how exactly SLS tells its time.
        await harness.advance(31_000);
        const nobody = [{ kind: 'idle' }, { kind: 'unknown', savedLately: [] }];
        const { activity } = await admin.reset('billing', { to: 'earliest', dryRun: false }, o());
        expect(nobody).toContainEqual(activity);
        expect(nobody).toContainEqual((await admin.describeGroup('billing', o())).activity);
        for (const { checkpoint } of await admin.checkpoints('billing', o())) {
          expect(checkpoint).toBeDefined();
          expect(checkpoint?.savedBy).toBeUndefined();
        }
      });
    });

    describe('lag', () => {
      beforeEach(() => admin.createGroup(billing, o()));
      const lagOf = async (partition: string): Promise<unknown> =>
        (await admin.lag('billing', o())).find((row) => row.partition === partition);
      const row = (since: string, count: bigint, timeMs: number): unknown => ({
        partition: harness.id(0),
        since,
        measures: [
          ...(harness.countedIn === undefined ? [] : [{ basis: harness.countedIn, value: count }]),
          ...(harness.tellsTime ? [{ basis: 'time-ms', value: timeMs }] : []),
        ],
      });
      const save = async (position: Position): Promise<void> => {
        await admin.reset('billing', { to: { positions: { [harness.id(0)]: position } }, dryRun: false }, o());
      };

      it('without a checkpoint is counted from the beginning, and says so', async () => {
        harness.append(harness.id(0), 3);
        await harness.advance(7_000);
        expect(await lagOf(harness.id(0))).toEqual(row('beginning', 3n, 7_000));
        expect(await admin.lag('billing', o())).toHaveLength(2);
      });

      it('is what waits behind the checkpoint, and the time since the last one done', async () => {
        const id = harness.id(0);
        harness.append(id, 1);
        const done = await at(harness, id, 'latest');
        await harness.advance(4_000);
        harness.append(id, 2);
        await save(done);
        await harness.advance(3_000);
        expect(await lagOf(id)).toEqual(row('checkpoint', 2n, 7_000));
      });

      it('is zero where nothing waits, however long ago the last record came', async () => {
        const id = harness.id(0);
        expect(await lagOf(id)).toEqual(row('beginning', 0n, 0));
        harness.append(id, 3);
        await save(await at(harness, id, 'latest'));
        await harness.advance(3_600_000);
        expect(await lagOf(id)).toEqual(row('checkpoint', 0n, 0));
      });

      it('at the oldest record kept counts from its own time, as the one before is gone', async () => {
        const id = harness.id(0);
        harness.append(id, 2);
        await harness.advance(4_000);
        harness.append(id, 2);
        harness.trim(id, 2);
        await save(await at(harness, id, 'earliest'));
        await harness.advance(3_000);
        expect(await lagOf(id)).toEqual(row('checkpoint', 2n, 3_000));
      });

      it('of an expired checkpoint is counted from the oldest record kept, and says so', async () => {
        const id = harness.id(0);
        harness.append(id, 2);
        await save(await at(harness, id, 'earliest'));
        await harness.advance(4_000);
        harness.append(id, 2);
        harness.trim(id, 2);
        expect(await lagOf(id)).toEqual(row('lost-checkpoint', 2n, 0));
      });
    });

    describe('partitions', () => {
      const ids = (...numbers: readonly number[]): readonly string[] => numbers.map(harness.id);

      it('are listed, in the service’s order', async () => {
        const all = await admin.partitions(o());
        const one = (n: number) => ({ id: harness.id(n), stream: harness.stream, readOnly: false, parents: [] });
        expect(all).toMatchObject([one(0), one(1)]);
      });

      if (changesPartitions) {
        it('are split into children that know their parent', async () => {
          const children = await admin.splitPartition(harness.id(0), o());
          const child = (n: number) => ({
            id: harness.id(n),
            stream: harness.stream,
            readOnly: false,
            parents: ids(0),
          });
          expect(children).toMatchObject([child(2), child(3)]);
          const all = await admin.partitions(o());
          expect(all.map(({ id }) => id)).toEqual(ids(0, 1, 2, 3));
          expect(all.map(({ readOnly }) => readOnly)).toEqual([true, false, false, false]);
          expect(all.slice(2)).toEqual(children);
        });

        it('are merged into a child that knows both', async () => {
          const child = await admin.mergePartitions(harness.id(0), harness.id(1), o());
          expect(child).toMatchObject({ id: harness.id(2), readOnly: false, parents: ids(0, 1) });
          expect((await admin.partitions(o())).at(-1)).toEqual(child);
        });

        it('that do not exist are not-found; read-only ones, and one with itself, are invalid-argument', async () => {
          const [first = '', second = '', ninth = ''] = ids(0, 1, 9);
          const split = async (id: string): Promise<string> => (await refusal(admin.splitPartition(id, o()))).code;
          const merge = async (a: string, b: string): Promise<string> =>
            (await refusal(admin.mergePartitions(a, b, o()))).code;
          expect(await split(ninth)).toBe('not-found');
          expect(await merge(first, ninth)).toBe('not-found');
          expect(await merge(first, first)).toBe('invalid-argument');
          await admin.splitPartition(first, o());
          expect(await split(first)).toBe('invalid-argument');
          expect(await merge(first, second)).toBe('invalid-argument');
        });

        it('that came after the reset of a group have no checkpoint', async () => {
          fill();
          await admin.createGroup(billing, o());
          await admin.reset('billing', { to: 'latest', dryRun: false }, o());
          await admin.splitPartition(harness.id(0), o());
          const saved = await positions();
          expect(Object.keys(saved)).toEqual(ids(0, 1, 2, 3));
          expect(Object.values(saved).map((position) => position !== undefined)).toEqual([true, true, false, false]);
        });
      } else {
        it('can be neither split nor merged, which is said by provider and operation', async () => {
          const [first = '', second = ''] = ids(0, 1);
          expect(await refusal(admin.splitPartition(first, o()))).toMatchObject({
            code: 'unsupported',
            message: `${admin.provider} has no splitPartition.`,
          });
          expect(await refusal(admin.mergePartitions(first, second, o()))).toMatchObject({
            code: 'unsupported',
            message: `${admin.provider} has no mergePartitions.`,
          });
          expect(await admin.partitions(o())).toHaveLength(2);
        });
      }
    });

    describe('every call', () => {
      it('rejects with the signal’s own reason', async () => {
        const reason = new Error('enough');
        const signal = AbortSignal.abort(reason);
        await expect(admin.listGroups({ signal })).rejects.toBe(reason);
        await expect(admin.reset('billing', { to: 'latest', dryRun: false }, { signal })).rejects.toBe(reason);
      });

      it('says what is wrong with its arguments before it sends anything', async () => {
        const wrong: readonly (readonly [Promise<unknown>, string])[] = [
          [admin.listGroups({} as never), 'signal'],
          [admin.describeGroup('', o()), 'group is ""'],
          [admin.createGroup({ name: 'g', sessionTimeoutMs: 0 }, o()), 'sessionTimeoutMs is 0'],
          [admin.createGroup({ ...billing, order: 'any' as never }, o()), 'order is "any"'],
          ...(changesGroups ? [[admin.updateGroup('g', {}, o()), 'changes are empty'] as const] : []),
          [admin.reset('g', { to: 'latest' } as never, o()), 'dryRun is undefined'],
          [admin.reset('g', { to: 'newest' as never, dryRun: true }, o()), 'to is "newest"'],
          [admin.reset('g', { to: { epochMs: Number.NaN }, dryRun: true }, o()), 'to is an object'],
          [admin.reset('g', { to: 'latest', partitions: '0' as never, dryRun: true }, o()), 'partitions is "0"'],
          [
            admin.reset('g', { to: { positions: { 0: 7 as never } }, dryRun: true }, o()),
            'the position of partition "0"',
          ],
          [
            admin.reset('g', { to: { positions: {} }, partitions: ['0'], dryRun: true } as never, o()),
            'Leave partitions out',
          ],
        ];
        for (const [call, text] of wrong) {
          const failed = await refusal(call);
          expect(failed.code).toBe('invalid-argument');
          expect(failed.message).toContain(text);
        }
      });

      it('fails once the door is closed, which may be closed twice', async () => {
        await admin.close();
        await admin[Symbol.asyncDispose]();
        await expect(admin.listGroups(o())).rejects.toMatchObject({ code: 'aborted' });
      });
    });
  });
}
