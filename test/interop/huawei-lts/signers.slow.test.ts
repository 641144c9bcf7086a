import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pythonWithLtsSdk } from '../../../scripts/peers/python.mjs';
import { describeWithPeer } from '../peer.js';
import { patience } from '../script.js';
import { loadNodeSdk, nodePackages, nodeSdk } from './node-sdk.js';
import { pythonSdk, runPython } from './python-calls.js';
import {
  anySegment,
  FLAVOURS,
  type Flavour,
  ourAuthorization,
  type ToSign,
  toSign,
  vectors,
} from './signed-requests.js';

const RUNS = 500;
const seed = Number(process.env.POLYLOG_SEED ?? Math.floor(Math.random() * 1e6));
const ends = (signature: string): RegExp => new RegExp(`Signature=${signature}$`);

describeWithPeer('the general Node SDK signs as ours does', nodeSdk, nodePackages, ({ require }) => {
  const { BasicCredentials, AKSKSigner, DerivedAKSKSigner } = loadNodeSdk(require);

  function theirs(flavour: Flavour, { ak, sk, region, host, segments, query, ...rest }: ToSign): string {
    const keys = new BasicCredentials().withAk(ak).withSk(sk);
    const scope = { getRegionId: () => region, getDerivedAuthServiceName: () => 'lts' };
    // It sorts lists where they are.
    const request = { ...rest, endpoint: `https://${host}/${segments.join('/')}`, queryParams: structuredClone(query) };
    const signer = flavour === 'SDK-HMAC' ? AKSKSigner : DerivedAKSKSigner;
    return signer.sign(request, Object.assign(keys, scope)).Authorization;
  }

  test.each(vectors)('what is written down of it: $flavour, $signature', ({ flavour, signature, signed }) => {
    expect(theirs(flavour, signed)).toMatch(ends(signature));
    expect(ourAuthorization(flavour, signed)).toBe(theirs(flavour, signed));
  });

  /** It escapes some of these twice and others never, as no other SDK does. */
  const agreed = anySegment
    .map((segment) => segment.replace(/[\s"'<>\\^`{|}!()*#?%;:@&=+$,[\]]/g, '-'))
    .filter((segment) => segment !== '.' && segment !== '..');

  test.each(FLAVOURS)('whatever is signed: %s', (flavour) => {
    console.log(`seed ${seed}`);
    fc.assert(
      fc.property(toSign(agreed), (signed) => {
        expect(ourAuthorization(flavour, signed)).toBe(theirs(flavour, signed));
      }),
      { seed, numRuns: RUNS },
    );
  });
});

describeWithPeer('the general Python SDK signs as ours does', pythonSdk, await pythonWithLtsSdk(), ({ python }) => {
  async function theirs(all: readonly ToSign[]): Promise<readonly Readonly<Record<Flavour, string>>[]> {
    const folder = await mkdtemp(join(tmpdir(), 'polylog-signers-'));
    try {
      const file = join(folder, 'requests.json');
      const requests = all.map(({ segments, query, data, ...rest }) => ({
        ...rest,
        path: `/${segments.map(encodeURIComponent).join('/')}`,
        query: Object.entries(query),
        body: data === undefined ? '' : JSON.stringify(data),
      }));
      await writeFile(file, JSON.stringify(requests));
      const [told] = await runPython(python, 'sign.py', { requests: file });
      return told?.signed;
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  test('what is written down of it', patience, async () => {
    const signed = await theirs(vectors.map((each) => each.signed));
    for (const [i, { flavour, signature }] of vectors.entries()) expect(signed[i]?.[flavour]).toMatch(ends(signature));
  });

  /** Without a body it signs the hash of none, whatever its header says. */
  const agreed = toSign(anySegment).filter(
    ({ headers, data }) => data !== undefined || !('X-Sdk-Content-Sha256' in headers),
  );

  test('whatever is signed', patience, async () => {
    console.log(`seed ${seed}`);
    const all = fc.sample(agreed, { seed, numRuns: RUNS });
    const signed = await theirs(all);
    expect(signed).toHaveLength(RUNS);
    for (const [i, each] of all.entries()) {
      for (const flavour of FLAVOURS) {
        expect(ourAuthorization(flavour, each), `${i}: ${JSON.stringify(each)}`).toBe(signed[i]?.[flavour]);
      }
    }
  });
});
