// What the bodies hold: made up, but shaped like what collectors send. A set is `groups` log groups a body, as many as one
// pull asks for at most, except where the logs are huge.
import { chineseLog } from './chinese.mjs';

/** @typedef {import('./random.mjs').Random} Random */
/** @typedef {readonly (readonly [name: string, value: string])[]} Fields */
/**
 * @typedef {object} DataSet
 * @property {string} about
 * @property {number} groups
 * @property {number} logsAGroup
 * @property {boolean} nanoseconds whether each log tells its nanoseconds
 * @property {string} oneField the field that those read who read one
 * @property {(random: Random, n: number) => Fields} log
 */

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD'];
const STATUSES = ['200', '304', '404', '201', '302', '500', '503'];
const HOSTS = ['shop.example.com', 'api.example.com', 'm.example.com', 'img.example.com'];
const PATHS = [
  '/api/v1/orders',
  '/api/v1/items/list',
  '/assets/app.5f3c2a91.js',
  '/api/v2/users/me',
  '/healthz',
  '/api/v1/cart',
  '/assets/main.77ab01.css',
  '/api/v1/payments/notify',
];
const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.6422.53 Mobile Safari/537.36',
  'okhttp/4.12.0',
  'curl/8.7.1',
];

const address = (/** @type {Random} */ random) => `10.${random.below(4)}.${random.below(256)}.${random.below(256)}`;
const seconds = (/** @type {Random} */ random) => (random.fraction() ** 2 * 3).toFixed(3);

/** @type {DataSet['log']} */
export function accessLog(random, n) {
  const query =
    random.fraction() < 0.7 ? `?user=${random.below(1e7)}&session=${random.hex(20)}&page=${random.below(50)}` : '';
  const clock = [n / 360_000, (n / 6000) % 60, (n / 100) % 60].map((part) => String(Math.floor(part)).padStart(2, '0'));
  return [
    ['remote_addr', address(random)],
    ['request_method', random.mostlyFirst(METHODS)],
    ['host', random.oneOf(HOSTS)],
    ['request_uri', random.mostlyFirst(PATHS) + query],
    ['status', random.mostlyFirst(STATUSES)],
    ['body_bytes_sent', String(random.below(80_000))],
    ['request_time', seconds(random)],
    ['upstream_response_time', seconds(random)],
    ['http_user_agent', random.mostlyFirst(AGENTS)],
    ['http_referer', random.fraction() < 0.3 ? '-' : `https://${random.oneOf(HOSTS)}${random.mostlyFirst(PATHS)}`],
    ['trace_id', random.hex(32)],
    ['time_local', `21/Nov/2026:${clock.join(':')} +0800`],
  ];
}

/** @type {DataSet['log']} */
export const smallLog = (random) => [
  ['level', random.mostlyFirst(['INFO', 'WARN', 'ERROR', 'DEBUG'])],
  ['module', random.mostlyFirst(['gateway', 'order', 'stock', 'payment', 'login'])],
  ['msg', `req ${random.hex(8)} took ${random.below(2000)} ms`],
];

/** @type {DataSet['log']} */
function hugeLog(random) {
  const items = [];
  for (let bytes = 0, end = 100_000 + random.below(300_000); bytes < end; bytes += items.at(-1).length + 1) {
    items.push(
      JSON.stringify({
        id: random.below(1e9),
        sku: random.hex(12),
        name: `item ${random.below(5000)}`,
        price: random.below(1e5) / 100,
        tags: [random.oneOf(['new', 'sale', 'rare']), random.oneOf(['s', 'm', 'l'])],
      }),
    );
  }
  return [
    ['level', 'INFO'],
    ['event', 'snapshot'],
    ['payload', `{"trace":"${random.hex(32)}","items":[${items.join(',')}]}`],
  ];
}

/** The sets that the bars are about. */
export const BARRED_SETS = ['access', 'small'];

/** @type {Record<string, DataSet>} */
export const dataSets = {
  access: {
    about: 'web server log, 12 fields, all ASCII',
    groups: 1000,
    logsAGroup: 16,
    nanoseconds: true,
    oneField: 'request_uri',
    log: accessLog,
  },
  small: {
    about: 'application log, 3 short fields',
    groups: 1000,
    logsAGroup: 90,
    nanoseconds: false,
    oneField: 'msg',
    log: smallLog,
  },
  chinese: {
    about: 'web server log of 12 fields, of which four hold Chinese text',
    groups: 1000,
    logsAGroup: 16,
    nanoseconds: true,
    oneField: 'message',
    log: (random, n) => chineseLog(random, accessLog(random, n)),
  },
  huge: {
    about: '3 fields, one of them 100 to 400 KB',
    groups: 32,
    logsAGroup: 1,
    nanoseconds: true,
    oneField: 'event',
    log: hugeLog,
  },
  empty: {
    about: 'log groups with topic, source and tags, and without logs',
    groups: 1000,
    logsAGroup: 0,
    nanoseconds: false,
    oneField: 'none',
    log: () => [],
  },
};
