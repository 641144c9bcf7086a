import type { Order } from './order.js';

const COUNT = 10_400;
const HOSTS = ['web-1', 'web-2', 'db-东京'];
/** The finest that the pages of all three clouds promise to keep. */
const NS_PER_US = 1_000n;

/** Texts that are easily changed on the way: by trimming, escaping, normalizing, or being taken for something else. */
const TEXTS = [
  '',
  ' ',
  'paid',
  '  two spaces before, a tab and a line break behind\t\r\n',
  '日志 и ελληνικά עברית ไทย',
  '👩🏽‍🚀 𝒳 is beyond the basic plane',
  'e\u0301 is not \u00e9, and \ufeff is not nothing',
  '\ufeffbegins with a byte order mark',
  '"quoted" \\ / <b>&amp;</b> %20 $NAME \u2028\u2029',
  '{"number":9007199254740993,"list":[1,2]}',
  '9007199254740993',
  '007',
  '1e400',
  'null',
  'true',
];

const HUGE_TEXT = 'GET /orders?page=日志 '.repeat(24_000);
const HUGE_FIELD = 'abcdefghij'.repeat(30_000);

/**
 * The same orders for every cloud. Their times are in the half hour before `nowMs`, for no cloud takes logs of any age.
 * Each is unlike the one before, but for every tenth, which repeats it in all but its number.
 */
export function madeOrders(nowMs: number): readonly Order[] {
  const orders: Order[] = [];
  for (let i = 0; i < COUNT; i++) {
    const number = String(i).padStart(6, '0');
    const last = orders.at(-1);
    orders.push(i % 10 === 9 && last ? { ...last, number } : madeOrder(i, number, nowMs));
  }
  return orders;
}

function madeOrder(i: number, number: string, nowMs: number): Order {
  const timeUs = BigInt(nowMs) * 1_000n - BigInt(COUNT - i) * 137_041n;
  const textOf = (step: number): string => TEXTS[Math.floor(i / step) % TEXTS.length] ?? '';
  const isHuge = i % 1_300 === 650;
  const note = isHuge ? HUGE_FIELD : textOf(1);
  const fields = new Map([
    ['amount', i % 2_600 === 1_301 ? 'unknown' : String((i * 7_919) % 100_000)],
    ['customer', `customer ${i % 97}`],
    ['note', note],
  ]);
  // The same value once more; a field that is empty is another thing than one that is not there.
  if (i % 3 === 0) fields.set('note_2', textOf(1));
  if (i % 4 === 0) fields.set('payload', textOf(15));
  if (i % 5 === 0) fields.set('constructor', 'a name that every object of JavaScript has');
  if (i % 7 === 0) fields.set('地区', textOf(4));
  const text = isHuge ? HUGE_TEXT : i % 11 === 0 ? '' : `order ${i}: ${textOf(225)}`;
  return { number, timeNs: timeUs * NS_PER_US, host: HOSTS[Math.floor(i / 100) % HOSTS.length] ?? '', text, fields };
}

/** Received after the end of the reading: nobody may find it. */
export function lateOrder(nowMs: number): Order {
  return { ...madeOrder(0, 'late', nowMs), timeNs: BigInt(nowMs) * 1_000_000n };
}
