import { type SignedRequest, sdkHmacAuthorization, v11Authorization } from '@polylog/huawei-lts/wire';
import fc from 'fast-check';

/** Something to sign, and with what. */
export interface ToSign {
  readonly method: string;
  readonly host: string;
  /** Decoded. */
  readonly segments: readonly string[];
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON; absent: no body. */
  readonly data: unknown;
  readonly ak: string;
  readonly sk: string;
  readonly region: string;
}

/** The general SDKs' signatures: the one that they sign with unless told otherwise, and the one with a derived key. */
export const FLAVOURS = ['SDK-HMAC', 'V11'] as const;
export type Flavour = (typeof FLAVOURS)[number];

/** The value of `Authorization` as ours makes it. */
export function ourAuthorization(flavour: Flavour, signed: ToSign): string {
  const { ak: accessKeyId, sk: secretAccessKey, region } = signed;
  const request = requestOf(signed);
  if (flavour === 'SDK-HMAC') return sdkHmacAuthorization(request, accessKeyId, secretAccessKey);
  return v11Authorization(request, { accessKeyId, secretAccessKey, region, flavour: 'core' });
}

function requestOf({ method, host, segments, query, headers, data }: ToSign): SignedRequest {
  return {
    method,
    path: `/${segments.join('/')}`,
    query: Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const)),
    headers: Object.fromEntries(
      Object.entries({ ...headers, host }).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    body: Buffer.from(data === undefined ? '' : JSON.stringify(data)),
  };
}

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
/** What is sorted is ASCII: the SDKs do not agree on the order of the rest. */
const ascii = fc.string({ unit: 'grapheme-ascii', maxLength: 12 }).filter((name) => name !== '__proto__');
const alphanumeric = (most: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9A-Za-z]{1,${most}}$`));
const time = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`);
const headers = fc.record(
  {
    'content-type': fc.constantFrom('application/json', 'application/json;charset=UTF-8'),
    'X-Sdk-Date': time,
    'X-Project-Id': alphanumeric(32),
    'X-Security-Token': alphanumeric(200),
    'X-Sdk-Content-Sha256': fc.constant('UNSIGNED-PAYLOAD'),
    'x-a': alphanumeric(10),
  },
  { requiredKeys: ['content-type', 'X-Sdk-Date'] },
);

/** Anything that a segment of a path can hold. */
export const anySegment = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((segment) => segment.replaceAll('/', '-'));

export function toSign(segment: fc.Arbitrary<string>): fc.Arbitrary<ToSign> {
  return fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
    host: fc.constantFrom('lts.cn-north-4.myhuaweicloud.com', '127.0.0.1:8102', 'localhost:1'),
    segments: fc.array(segment, { minLength: 1, maxLength: 8 }),
    query: fc.dictionary(ascii, fc.oneof(text, fc.array(ascii, { minLength: 1, maxLength: 4 })), { maxKeys: 6 }),
    headers: headers as fc.Arbitrary<Readonly<Record<string, string>>>,
    data: fc.option(fc.oneof(fc.dictionary(text, fc.jsonValue({ noUnicodeString: false })), fc.array(fc.jsonValue())), {
      nil: undefined,
    }),
    ak: alphanumeric(40),
    sk: alphanumeric(60),
    region: fc.stringMatching(/^[a-z]{2}-[A-Za-z0-9-]{1,12}$/),
  });
}

/** What the SDKs were seen to sign; the package's own tests hold ours to the same. */
export const vectors: readonly { readonly flavour: Flavour; readonly signature: string; readonly signed: ToSign }[] = [
  {
    flavour: 'SDK-HMAC',
    signature: 'a18b51dab1f6c668087bbc110185ad6f3caac712559727d80d7515adcbbf9471',
    signed: vector({ second: 0, path: 'consumer-groups' }),
  },
  {
    flavour: 'SDK-HMAC',
    signature: '2dfd1ab5cc8b9285485d93906bdf840d6db3ac4feec202371565b15f2ce72298',
    signed: vector({
      ...{ second: 2, path: 'consumer-groups/orders-cg/heartbeat', method: 'POST', data: ['0', '1'] },
      ...{ query: { consumer_name: 'worker 1*~+é' }, headers: { 'X-Security-Token': 'ST-example-token' } },
    }),
  },
  {
    flavour: 'V11',
    signature: '587cc1d6b88d34ebad7c24dd0e47a148ad162afda2d37e3b5b0e41231f67d505',
    signed: vector({
      ...{ second: 5, path: 'consumer-groups/orders-cg', method: 'POST' },
      query: { consumer_name: '5f0b1c9e-6a0e-4d0b-9a3d-3f1f1b8f2c11' },
      data: [{ shard_id: '0', checkpoint: 1685445470192043 }],
    }),
  },
];

function vector({
  second,
  path,
  ...rest
}: Partial<ToSign> & { readonly second: number; readonly path: string }): ToSign {
  const project = '2a473356cca5487f8373be891bffc1cf';
  const stream = 'groups/e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1/streams/c54dbc58-0fd8-48ed-b007-6d54981427a7';
  return {
    ...{ method: 'GET', host: 'lts.cn-north-4.myhuaweicloud.com', query: {}, data: undefined },
    ...{ ak: 'HPUAEXAMPLEAK0000001', sk: 'exampleSecretKey0123456789abcdefghijkl01', region: 'cn-north-4' },
    ...rest,
    segments: `v1.0/${project}/${stream}/${path}`.split('/'),
    headers: {
      ...{ 'content-type': 'application/json', 'X-Project-Id': project, 'X-Sdk-Date': `20250723T08000${second}Z` },
      ...rest.headers,
    },
  };
}
