import { encodeLogGroup, frameLogGroup } from '@polylog/driver-kit';

export type Random = () => number;
type Fill = (random: Random, size: number) => Buffer;

export const below = (random: Random, end: number): number => Math.floor(random() * end);
export const oneOf = <T>(random: Random, values: readonly T[]): T => values[below(random, values.length)] as T;

/** Pieces until there are enough bytes; the last one is cut. */
function piecesOf(piece: (random: Random, at: number) => Uint8Array): Fill {
  return (random, size) => {
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < size; ) {
      const next = piece(random, at);
      pieces.push(next);
      at += next.length;
    }
    return Buffer.concat(pieces, size);
  };
}

const linesOf = (line: (random: Random) => string): Fill => piecesOf((random) => Buffer.from(`${line(random)}\n`));
const noise: Fill = (random, size) => Buffer.from(Array.from({ length: size }, () => below(random, 256)));
const periodic =
  (period: number): Fill =>
  (random, size) =>
    size === 0 ? Buffer.alloc(0) : Buffer.alloc(size, noise(random, period));

const runsOf = (shortest: number, longest: number): Fill =>
  piecesOf((random) => Buffer.alloc(shortest + below(random, longest - shortest + 1), below(random, 256)));

/** Noise between copies of what stands anywhere before: matches of every distance. */
const copies: Fill = (random, size) => {
  const bytes = noise(random, size);
  for (let at = 20; at < size; at += below(random, 30)) {
    const length = Math.min(4 + below(random, 60), size - at);
    const from = at - 1 - below(random, Math.min(at, 70_000));
    bytes.copyWithin(at, from, from + length);
    at += length;
  }
  return bytes;
};

const paths = ['/api/v1/orders', '/api/v1/carts', '/health', '/static/app.js'];
const logLines = linesOf(
  (random) =>
    `level=${oneOf(random, ['info', 'warn', 'error'])} status=${oneOf(random, [200, 201, 404, 500])} ` +
    `path=${oneOf(random, paths)} took=${below(random, 5000)}ms id=${below(random, 2 ** 31).toString(16)}`,
);

const words = ['请求', '完成', '超时', '服务器', '订单', '用户', '连接', '错误', '重试', '，', '。'];
const chinese = (random: Random): string => Array.from({ length: 12 }, () => oneOf(random, words)).join('');

/** The body of a pull: framed log groups of a few logs each. */
function bodyOf(fields: (random: Random) => readonly (readonly [string, string])[]): Fill {
  return piecesOf((random, at) => {
    const logs = Array.from({ length: 1 + below(random, 20) }, (_, i) => ({
      timeSeconds: 1_790_000_000 + at + i,
      contents: fields(random),
    }));
    return frameLogGroup(encodeLogGroup({ topic: 'access', source: '10.0.0.7', logs, tags: [['zone', 'b']] }));
  });
}

const accessBody = bodyOf((random) => [
  ['client_ip', `10.${below(random, 256)}.${below(random, 256)}.${below(random, 256)}`],
  ['request_uri', `${oneOf(random, paths)}?id=${below(random, 1e6)}`],
  ['status', String(oneOf(random, [200, 204, 404, 500]))],
  ['user_agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36'],
  ['request_time', (random() * 2).toFixed(3)],
]);

const smallPeriods = Array.from({ length: 16 }, (_, i) => i + 1);

const kinds: Readonly<Record<string, Fill>> = {
  noise,
  'four values': (random, size) => Buffer.from(Array.from({ length: size }, () => below(random, 4))),
  'short runs': runsOf(1, 12),
  'long runs': runsOf(200, 3000),
  ...Object.fromEntries(smallPeriods.map((period) => [`period ${period}`, periodic(period)])),
  'repeated far away': periodic(40_000),
  'repeated as far away as can be': periodic(65_535),
  'repeated too far away': periodic(65_536),
  copies,
  'log lines': logLines,
  'Chinese text': linesOf(chinese),
  'body of access logs': accessBody,
  'body of Chinese logs': bodyOf((random) => [
    ['级别', oneOf(random, ['信息', '警告'])],
    ['消息', chinese(random)],
  ]),
};

/** Around each number at which the format, or a way to copy, changes. */
const sizes = [
  ...[0, 1, 2, 4, 5, 6, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 31, 32, 33, 63, 64, 65, 127, 270, 271, 526],
  ...[1000, 4096, 20_000, 65_540, 200_000],
];

export interface Content {
  readonly kind: string;
  readonly raw: Buffer;
}

/** Every kind in every size: 28 × 31 = 868. */
export function contents(random: Random): Content[] {
  return Object.entries(kinds).flatMap(([kind, fill]) => sizes.map((size) => ({ kind, raw: fill(random, size) })));
}
