import type { Draw } from '../draw.js';

/** What is compressed: texts of logs, pieces that repeat near and far, noise, nothing. */
export function rawBody(draw: Draw): Buffer {
  const kind = draw.below(1000);
  if (kind === 0) return Buffer.concat([draw.bytes(500), Buffer.alloc(70_000, 'far '), draw.bytes(500)]);
  if (kind < 40) return Buffer.alloc(0);
  return Buffer.concat(Array.from({ length: draw.between(1, 6) }, () => draw.pick(pieces)(draw)));
}

const pieces: readonly ((draw: Draw) => Buffer)[] = [
  (draw) => draw.bytes(draw.below(40)),
  (draw) => Buffer.alloc(draw.pick([1, 3, 4, 15, 19, 64, 65, 255, 274, 600]), draw.bytes(draw.between(1, 9))),
  (draw) => Buffer.alloc(draw.pick([12, 64, 300, 2_000]), draw.below(256)),
  (draw) => Buffer.from('订单创建成功\n'.repeat(draw.between(1, 8))),
  (draw) =>
    Buffer.from(
      Array.from(
        { length: draw.between(1, 12) },
        () => `level=info status=${draw.between(200, 206)} path=/api/v1/orders/${draw.below(1e6)}\n`,
      ).join(''),
    ),
];
