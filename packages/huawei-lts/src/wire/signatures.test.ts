import { describe, expect, it } from 'vitest';
import { canonicalRequest, type SignedRequest, sha256 } from './canonical-request.js';
import { sdkDate } from './sdk-date.js';
import { sdkHmacAuthorization, sdkHmacSignature } from './sign-sdk-hmac.js';
import { type V11Signer, v11Authorization, v11DerivedKey, v11Signature } from './sign-v11.js';

/** Vectors that the vendor's own SDKs (the LTS SDK for Go, the general one for Node) were seen to send. */
const accessKeyId = 'HPUAEXAMPLEAK0000001';
const secretAccessKey = 'exampleSecretKey0123456789abcdefghijkl01';
const lts: V11Signer = { accessKeyId, secretAccessKey, region: 'cn-north-4', flavour: 'lts' };
const stream =
  '2a473356cca5487f8373be891bffc1cf/groups/e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1/streams/c54dbc58-0fd8-48ed-b007-6d54981427a7';
const worker = '5f0b1c9e-6a0e-4d0b-9a3d-3f1f1b8f2c11';

function onAccessNode(second: number, rest: Partial<SignedRequest> & Pick<SignedRequest, 'method' | 'path'>) {
  const headers = { 'content-type': 'application/json', 'x-sdk-date': `20250723T08000${second}Z` };
  return { query: [], body: Buffer.alloc(0), ...rest, headers };
}

function onGateway(
  second: number,
  rest: Partial<SignedRequest> & Pick<SignedRequest, 'method' | 'path'>,
): SignedRequest {
  const headers = {
    'content-type': 'application/json',
    host: 'lts.cn-north-4.myhuaweicloud.com',
    'x-project-id': '2a473356cca5487f8373be891bffc1cf',
    'x-sdk-date': `20250723T08000${second}Z`,
    ...rest.headers,
  };
  return { query: [], body: Buffer.alloc(0), ...rest, headers };
}

describe('V11 of the LTS SDKs', () => {
  it('derives the key as text', () => {
    expect(v11DerivedKey(lts, '20250723/cn-north-4/lts')).toBe(
      'ea340731a12c6c3778b62a9238ddbf29eae6e8d0b5123fcae77d38f86940fdfb',
    );
  });

  const group = `/v2/${stream}/consumer-groups/orders-cg`;
  const detail = onAccessNode(0, { method: 'GET', path: group, query: [['shard_id', '']] });

  it('1: the group’s detail, whole', () => {
    expect(canonicalRequest(detail, '+')).toBe(
      [
        'GET',
        `${group}/`,
        'shard_id=',
        'content-type:application/json',
        'x-sdk-date:20250723T080000Z',
        '',
        'content-type;x-sdk-date',
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      ].join('\n'),
    );
    expect(v11Authorization(detail, lts)).toBe(
      'V11-HMAC-SHA256 Credential=HPUAEXAMPLEAK0000001/20250723/cn-north-4/lts, SignedHeaders=content-type;x-sdk-date, Signature=39ac5074a739db07e2c0dae7553cb7a8a26ab685aafac1c38329faf2256c84cb',
    );
  });

  it.each([
    {
      name: '2: a heartbeat',
      request: onAccessNode(1, {
        method: 'POST',
        path: `${group}/heartbeat`,
        query: [['consumer_name', worker]],
        body: Buffer.from('["0","1"]'),
      }),
      canonical: 'fc6d0f993d999ec2b048e992149a78e52393c5ada6bb4e5a46827db179eaf18c',
      signature: '2c0d912cdfbf75c3e4d6bc863bff6434cd662b724b660be809321b715a2def02',
    },
    {
      name: '3: a pull, its query in another order',
      request: onAccessNode(3, {
        method: 'GET',
        path: `/v2/${stream}/shards/0`,
        query: [
          ['start', '1685444710000000000'],
          ['limit', '1000'],
          ['end', '1685445470192043318'],
        ],
      }),
      canonical: '586f15ed6559aa69f67b109a05e68f6e3d62828e1888f2ed20aa27a043a0d8b0',
      signature: '155efc4c10dab0688ea672010172ce0059680baa1bb63804236e9c263c086f81',
    },
    {
      name: '4: a commit',
      request: onAccessNode(4, {
        method: 'POST',
        path: group,
        query: [['consumer_name', worker]],
        body: Buffer.from('[{"checkpoint":"9007199254740993","shard_id":"0"}]'),
      }),
      canonical: 'b8fcb3f6f30778b85a1b20201409e7232d55ab1c7841cc730d5e40681e6a8925',
      signature: 'f8deed720089841b4c7d8b8af494e467a9c57a5ac107a04107dfe7c6f6d80f5e',
    },
    {
      name: '5: a push',
      request: onAccessNode(5, {
        method: 'POST',
        path: `/v2/internal/${stream.replace('/groups/', '/lts/groups/')}/tenant/batch-contents`,
        body: Buffer.from(
          '{"log_items":[{"contents":[{"log_time_ns":1586850540000000000,"log":"content for this test [0]"},{"log_time_ns":1586850540000000001,"log":"第二行"}],"labels":"{\\"keyA\\":\\"valueA\\",\\"keyB\\":\\"value\\\\u003cB\\\\u003e\\\\u0026\\"}"}]}',
        ),
      }),
      canonical: '40d20e7ebba467aa335511df3c7c04fe8b27997e8ac7d2d8fad9b42421751693',
      signature: 'b831016f155afebcaee077f4e03c6aabe04ea9b5472743b6397ab34e1a489bed',
    },
  ])('$name', ({ request, canonical, signature }) => {
    expect(sha256(canonicalRequest(request, '+'))).toBe(canonical);
    expect(v11Signature(request, lts)).toBe(signature);
  });

  it('covers everything: no two of these sign alike', () => {
    const changed: readonly [SignedRequest, V11Signer][] = [
      [detail, lts],
      [{ ...detail, method: 'POST' }, lts],
      [{ ...detail, path: `${group}x` }, lts],
      [{ ...detail, query: [['shard_id', '0']] }, lts],
      [{ ...detail, headers: { ...detail.headers, 'x-sdk-date': '20250723T080001Z' } }, lts],
      [{ ...detail, headers: { ...detail.headers, 'x-sdk-date': '20250724T080000Z' } }, lts],
      [{ ...detail, body: Buffer.from(' ') }, lts],
      [detail, { ...lts, region: 'CN-north-4' }],
      [detail, { ...lts, flavour: 'core' }],
      [detail, { ...lts, accessKeyId: 'other' }],
      [detail, { ...lts, secretAccessKey: 'other' }],
    ];
    expect(new Set(changed.map((each) => v11Signature(...each))).size).toBe(changed.length);
  });
});

describe('SDK-HMAC of the general SDKs', () => {
  it('6: the list of groups', () => {
    const request = onGateway(0, { method: 'GET', path: `/v1.0/${stream}/consumer-groups` });
    expect(sha256(canonicalRequest(request, '%20'))).toBe(
      '59ea469d8c82f35904e6c9307686958bdcefe3689bd0ca457490719f53bada90',
    );
    expect(sdkHmacAuthorization(request, accessKeyId, secretAccessKey)).toBe(
      'SDK-HMAC-SHA256 Access=HPUAEXAMPLEAK0000001, SignedHeaders=content-type;host;x-project-id;x-sdk-date, Signature=a18b51dab1f6c668087bbc110185ad6f3caac712559727d80d7515adcbbf9471',
    );
  });

  it('7: a heartbeat with a token, which is signed, and a name that has to be escaped', () => {
    const request = onGateway(2, {
      method: 'POST',
      path: `/v1.0/${stream}/consumer-groups/orders-cg/heartbeat`,
      query: [['consumer_name', 'worker 1*~+é']],
      headers: { 'x-security-token': 'ST-example-token' },
      body: Buffer.from('["0","1"]'),
    });
    expect(canonicalRequest(request, '%20')).toContain('\nconsumer_name=worker%201%2A~%2B%C3%A9\n');
    expect(sha256(canonicalRequest(request, '%20'))).toBe(
      '1e31d3788c5006ff0fa91521f69a4175f39a54dbbbc2531c67c32e5f86f0ee3a',
    );
    expect(sdkHmacSignature(request, secretAccessKey)).toBe(
      '2dfd1ab5cc8b9285485d93906bdf840d6db3ac4feec202371565b15f2ce72298',
    );
  });
});

describe('V11 of the general SDKs', () => {
  it('8: a commit', () => {
    const request = onGateway(5, {
      method: 'POST',
      path: `/v1.0/${stream}/consumer-groups/orders-cg`,
      query: [['consumer_name', worker]],
      body: Buffer.from('[{"shard_id":"0","checkpoint":1685445470192043}]'),
    });
    expect(sha256(canonicalRequest(request, '%20'))).toBe(
      '53c57d175f771cd48839a4ce31e1b13115f5d1b880d50e9fd734c36277857af5',
    );
    expect(v11Signature(request, { ...lts, flavour: 'core' })).toBe(
      '587cc1d6b88d34ebad7c24dd0e47a148ad162afda2d37e3b5b0e41231f67d505',
    );
  });
});

it('a hash of the body that the request carries itself is signed instead of ours', () => {
  const request = onGateway(0, { method: 'POST', path: '/', headers: { 'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD' } });
  expect(canonicalRequest(request, '%20')).toMatch(/;x-sdk-content-sha256;x-sdk-date\nUNSIGNED-PAYLOAD$/);
});

it('the time is written without separators or milliseconds', () => {
  expect(sdkDate(Date.UTC(2025, 6, 23, 8, 0, 5, 999))).toBe('20250723T080005Z');
});
