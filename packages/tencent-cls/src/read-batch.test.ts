import { type DriverBatch, type Partition, type Position, type ReadOptions, toPosition } from '@polylog/core/driver';
import { type BufferPool, createBufferPool, type Transport, type TransportRequest } from '@polylog/driver-kit';
import { describe, expect, it } from 'vitest';
import { type ReadSettings, readBatch } from './read-batch.js';
import { connect } from './wire/connect.js';

/** Vector E1 of the protocol page: a log group of one log. */
const E1 =
  'AAAAggAAAYvP5Wh7AAAAF0kzSU4wZjhlNGI4Mi04YWRiLTQ3YjEtYTNjNC0yYjFkNWU2ZjdhODk2ZjZkZWQzZi05NDhjLTQ2MTYtOWM3Yy05NTZhOTVkOGMxYTMAAAAaCg4IgeLPqgYSBgoBbhIBMSIIMTAuMC4wLjI=';
const DATE = 'Tue, 03 Mar 2026 04:05:06 GMT';

/** A snappy block of one literal. */
function block(text: string): Buffer {
  const raw = Buffer.from(text);
  const size: number[] = [];
  let rest = raw.length;
  for (; rest > 127; rest >>>= 7) size.push((rest & 127) | 128);
  const literal = Buffer.alloc(5, 63 << 2);
  literal.writeUInt32LE(raw.length - 1, 1);
  return Buffer.concat([Buffer.from([...size, rest]), literal, raw]);
}
const answer = (next: bigint | number, messages: readonly string[] | null = [E1]): Buffer =>
  block(`{"Response":{"NextOffset":${next},"Message":${JSON.stringify(messages)},"RequestId":"r-1"}}`);

interface Served {
  readonly body: Buffer;
  readonly headers?: Record<string, string>;
  /** What the transport does not know. */
  readonly without?: 'peekBytes' | 'onHeaders';
}

/** A transport without sockets, which keeps the contract of one but for what it is to be without. */
function answering(
  { body, headers, without }: Served,
  onBody: () => void,
): { transport: Transport; sent: TransportRequest[] } {
  const sent: TransportRequest[] = [];
  const transport: Transport = {
    async send(request) {
      sent.push(request);
      const told = headers ?? { 'content-length': String(body.length), date: DATE, 'x-cls-requestid': 'q-1' };
      const first = without === 'peekBytes' ? undefined : body.subarray(0, request.peekBytes);
      const into = without === 'onHeaders' ? undefined : await request.onHeaders?.(200, told, first);
      onBody();
      if (into === undefined) return { status: 200, headers: told, body };
      if (into.length < body.length) throw new Error('a buffer that is too small');
      body.copy(into);
      return { status: 200, headers: told, body: into.subarray(0, body.length) };
    },
    close: async () => undefined,
  };
  return { transport, sent };
}

const partition: Partition = { id: 'topic-a/3', stream: 'topic-a', readOnly: false, parents: [] };
const at = (offset: bigint | number): Position => toPosition(String(offset));

interface Reading {
  readonly settings?: Partial<ReadSettings>;
  readonly from?: bigint;
  readonly readOnly?: boolean;
  readonly until?: ReadOptions['until'];
  readonly maxBytes?: number;
}

/** One read; what was sent, what was reserved, and the pool that it took its buffers from. */
async function read(
  served: Served,
  { settings, from = 7n, readOnly = false, until, maxBytes = 1_000_000 }: Reading = {},
): Promise<{ batch: DriverBatch; sent: string; reserved: number[]; pool: BufferPool }> {
  const reserved: number[] = [];
  let isGranted = false;
  const { transport, sent } = answering(served, () => expect(isGranted || served.without === 'onHeaders').toBe(true));
  const pool = createBufferPool();
  const connection = connect({
    endpoint: 'http://127.0.0.1:1',
    region: 'ap-guangzhou',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    transport,
  });
  const all = {
    connection,
    maxReadBytes: 2_097_152,
    query: undefined,
    strings: 'safe',
    pool,
    endOf: async () => at(7),
    ...settings,
  } as const;
  const batch = await readBatch(all, { ...partition, readOnly }, at(from), {
    signal: new AbortController().signal,
    maxBytes,
    ...(until && { until }),
    async reserve(bytes) {
      reserved.push(bytes);
      await new Promise((resolve) => setImmediate(resolve));
      isGranted = true;
    },
  });
  return { batch, sent: String(sent[0]?.body), reserved, pool };
}

describe('a read', () => {
  it('asks with bare integers of any size, and hands out what came', async () => {
    const from = 2n ** 62n + 1n;
    const { batch, sent } = await read({ body: answer(from + 1n) }, { from });
    expect(sent).toBe(
      '{"StartOffset":4611686018427387905,"StartTime":0,"Size":2097152,"CompressType":"snappy","PartitionId":3}',
    );
    expect(batch).toMatchObject({
      partition: 'topic-a/3',
      start: '4611686018427387905',
      next: '4611686018427387906',
      state: 'more',
      recordCount: 1,
      rawBytes: 28,
      servedAtMs: Date.parse(DATE),
    });
    const [record] = batch.records;
    expect(record?.toObject()).toEqual({ n: '1' });
    expect([record?.source, record?.epochMs]).toEqual(['10.0.0.2', 1_700_000_001_000]);
    expect(record?.id).toBe('topic-a/3@4611686018427387905:0:0');
  });

  it('asks for an end in whole seconds, rounded up, and for a filter', async () => {
    const { sent } = await read(
      { body: answer(8) },
      { until: { epochMs: 1_700_000_000_001 }, settings: { query: 'log_keep(op_eq(v("a"), \'b\'))' } },
    );
    expect(JSON.parse(sent)).toMatchObject({ EndTime: 1_700_000_001, Query: 'log_keep(op_eq(v("a"), \'b\'))' });
  });

  it.each<[string, Buffer, Reading, string, string]>([
    ['nothing there', answer(7, []), {}, 'caught-up', '7'],
    ['nothing there, null', answer(7, null), {}, 'caught-up', '7'],
    ['5.5 -1 without an end', answer(-1, null), {}, 'caught-up', '7'],
    ['5.5 0', answer(0, []), {}, 'caught-up', '7'],
    ['a filter has let nothing through', answer(9, []), {}, 'more', '9'],
    ['5.5 -1 before the end', answer(-1, []), { until: { epochMs: 5 } }, 'ended', '7'],
    [
      '5.5 -1 before the end has come',
      answer(-1, []),
      { until: { epochMs: Date.parse(DATE) + 1_000 } },
      'caught-up',
      '7',
    ],
    [
      '5.2 -1 when it has only just come',
      answer(-1, []),
      { until: { epochMs: Date.parse(DATE) - 4_000 } },
      'caught-up',
      '7',
    ],
    ['5.5 -1 long after the end', answer(-1, []), { until: { epochMs: Date.parse(DATE) - 5_000 } }, 'ended', '7'],
    ['5.5 -1 with data, the place of the end not known', answer(-1), { until: { epochMs: 5 } }, 'ended', '7'],
    ['5.5 -1 with data', answer(-1), { until: { epochMs: 5, position: at(12) } }, 'ended', '12'],
    ['5.3 at the end', answer(12), { until: { epochMs: 5, position: at(12) } }, 'ended', '12'],
    ['read-only, at its end', answer(7, []), { readOnly: true }, 'ended', '7'],
    ['read-only, -1', answer(-1, []), { readOnly: true }, 'ended', '7'],
    ['read-only, more to come', answer(5, []), { readOnly: true, from: 5n }, 'caught-up', '5'],
    ['read-only, data', answer(8), { readOnly: true }, 'more', '8'],
  ])('%s', async (_, body, reading, state, next) => {
    const { batch } = await read({ body }, reading);
    expect([batch.state, batch.next]).toEqual([state, next]);
  });

  it('5.3 sends nothing where the place of the end is reached', async () => {
    for (const from of [12n, 13n]) {
      const { batch, sent } = await read({ body: answer(20) }, { from, until: { epochMs: 5, position: at(12) } });
      expect([batch.state, batch.next, sent]).toEqual(['ended', String(from), 'undefined']);
    }
  });

  it('6.3 reserves the body and what it holds, once, before the body is read', async () => {
    const body = answer(8);
    const raw = body.length - 2 - 5;
    expect((await read({ body })).reserved).toEqual([body.length + raw]);
    // Without a length the most that a block of so many bytes can be; without the first bytes the most that it can hold.
    const chunked = await read({ body, headers: {} });
    expect(chunked.reserved).toEqual([raw + Math.ceil(raw / 6) + 64 + raw]);
    const unseen = await read({ body, without: 'peekBytes' });
    expect(unseen.reserved).toEqual([body.length * 23]);
    const late = await read({ body, without: 'onHeaders' });
    expect(late.reserved).toEqual([body.length + raw]);
    for (const { batch } of [chunked, unseen, late]) expect([...batch.records][0]?.get('n')).toBe('1');
  });

  it('7.1 gives its memory back with the release, at once where nothing came, and records throw then', async () => {
    const { batch, pool } = await read({ body: answer(8) });
    const [record] = batch.records;
    expect(pool.idleBytes).toBe(16_384);
    batch.release();
    batch.release();
    expect(pool.idleBytes).toBe(2 * 16_384);
    expect(() => record?.get('n')).toThrow(expect.objectContaining({ code: 'record-released' }));
    expect((await read({ body: answer(7, []) })).pool.idleBytes).toBe(2 * 16_384);
  });

  it.each<[string, Buffer, Reading]>([
    ['no snappy', Buffer.from('{"errorcode":"?"}'), {}],
    ['a size above the cap', answer(8), { maxBytes: 100 }],
    ['a size that the body cannot hold', Buffer.from([0xff, 0xff, 0x3f, 0]), {}],
    ['a body cut short', answer(8).subarray(0, 100), {}],
    ['no JSON', block('secret'), {}],
    ['an envelope that lies', answer(8, [E1.replace('AAAAgg', 'AAAAgw')]), {}],
    ['a log group that is none', answer(8, [E1.replace('Cg4I', 'Cg9I')]), {}],
    ['-1 with data and no end', answer(-1), {}],
    ['data and no step', answer(7), {}],
    ['nothing', Buffer.alloc(0), {}],
  ])('refuses %s, with the names of partition and request', async (_, body, reading) => {
    await expect(read({ body }, reading)).rejects.toMatchObject({
      name: 'ConsumerError',
      code: 'corrupt-data',
      partition: 'topic-a/3',
      requestId: 'q-1',
      message: expect.stringMatching(/^PullLog of partition topic-a\/3 .*request q-1(?!.*secret)/),
    });
  });

  it('refuses a position that is none of its own before it sends anything', async () => {
    await expect(read({ body: answer(8) }, { from: -1n })).rejects.toMatchObject({ code: 'position-lost' });
  });

  it('ends between two slices when its signal aborts', async () => {
    const controller = new AbortController();
    const { transport } = answering({ body: answer(8) }, () => controller.abort(new Error('stop')));
    const connection = connect({
      endpoint: 'http://127.0.0.1:1',
      region: 'ap-guangzhou',
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
      transport,
    });
    const settings = {
      connection,
      maxReadBytes: 2_097_152,
      query: undefined,
      strings: 'safe',
      pool: createBufferPool(),
      endOf: async () => at(7),
    } as const;
    const o = { signal: controller.signal, maxBytes: 1_000_000, reserve: async () => undefined };
    await expect(readBatch(settings, partition, at(7), o)).rejects.toThrow('stop');
    expect(settings.pool.idleBytes).toBe(2 * 16_384);
  });
});
