import type { Draw } from '../draw.js';

/** Names that ask for trouble: inherited ones, one that cannot be assigned, ones that no encoder gives back. */
const NASTY_NAMES = [
  '__proto__',
  'constructor',
  'toString',
  '',
  '\uFFFD',
  '\uD800',
  '消息',
  '😀',
  '\u0000',
  'hasOwnProperty',
];
const PLAIN_NAMES = ['level', 'msg', 'content', '__CONTENT__', 'status', 'a', 'b', 'c', 'request_uri', '__time__'];
const TAG_NAMES = ['__hostname__', '__path__', 'env', '__receive_time__', '__pack_id__'];

/** Around a word of four bytes, and where a length takes a second byte. */
const NAME_LENGTHS = [3, 4, 5, 7, 8, 9, 12, 13, 127, 128];

export function someName(draw: Draw): string {
  if (draw.chance(0.25)) return draw.pick(NASTY_NAMES);
  if (draw.chance(0.8)) return draw.pick(PLAIN_NAMES);
  return draw.chance(0.5) ? `field-${draw.below(500)}` : nearlyTheSame(draw);
}

/** Differs from others of its length in one character, or in none. */
function nearlyTheSame(draw: Draw): string {
  const length = draw.pick(NAME_LENGTHS);
  const at = draw.below(length);
  return `${'n'.repeat(at)}${draw.pick(['n', 'm'])}${'n'.repeat(length - at - 1)}`;
}

export const someTagName = (draw: Draw): string => (draw.chance(0.7) ? draw.pick(TAG_NAMES) : someName(draw));

/** Bytes that are not UTF-8: a torn character, an overlong one, half a surrogate pair, bytes of no character. */
const NOT_UTF8 = ['e697', 'c0af', 'eda080', 'ff', 'fe80', '61c3', 'f0288cbc', '80'].map((hex) =>
  Buffer.from(hex, 'hex'),
);

const CHINESE = ['订单创建成功', '支付超时，请重试', '用户登录', '系统繁忙', '日志'];

/** Around 13 characters, below which a text is cut from its group's, and where a length takes one more byte. */
const LENGTHS = [0, 1, 7, 12, 13, 14, 63, 64, 127, 128, 200];
const LONG_LENGTHS = [8_100, 8_192, 16_383, 16_384];

export function someValue(draw: Draw): string | Buffer {
  if (draw.chance(0.003)) return 'v'.repeat(draw.pick(LONG_LENGTHS));
  switch (draw.below(10)) {
    case 0:
      return '';
    case 1:
      return draw.pick(CHINESE).repeat(draw.between(1, 4));
    case 2:
      return Buffer.concat([Buffer.from('x'.repeat(draw.below(20))), draw.pick(NOT_UTF8)]);
    case 3:
      return draw.bytes(draw.below(24));
    case 4:
      return `smile 😀 ${draw.below(1000)}`;
    case 5:
      return '\uFEFFwith a mark';
    case 6:
      return 'é'.repeat(draw.pick(LENGTHS));
    default:
      return String(draw.below(1e9)).padEnd(draw.pick(LENGTHS), 'abcdefghijklmnop');
  }
}

export const notUtf8 = (draw: Draw): Buffer => draw.pick(NOT_UTF8);
