import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConsumerError } from '@polylog/core/driver';
import type { CredentialSource, Credentials } from '@polylog/driver-kit';
import type { AccessKey } from '@polylog/emulator';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { type CloudStand, type StandAnswer, type StandRequest, startCloudStand } from './cloud-stand.js';

export const START_MS = 1_700_000_000_000;
export const HOUR_MS = 3_600_000;

/** A machine on which nothing says who one is: an empty home, and none of a vendor's variables. */
export interface BareMachine {
  home(): string;
  /** What stands around it; gone after the test. */
  standing(answer: (request: StandRequest) => StandAnswer): Promise<CloudStand>;
  /** Closes something after the test. */
  later(close: () => Promise<unknown>): void;
}

/** One for each test of a file. `variables` are the vendor's. */
export function bareMachine(variables: RegExp): BareMachine {
  let home = '';
  const closing: (() => Promise<unknown>)[] = [];
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'polylog-machine-'));
    vi.stubEnv('HOME', home);
    for (const name of Object.keys(process.env)) if (variables.test(name)) vi.stubEnv(name, undefined);
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    rmSync(home, { recursive: true });
  });
  return {
    home: () => home,
    async standing(answer) {
      const stand = await startCloudStand(answer);
      closing.push(stand.stop);
      return stand;
    },
    later: (close) => void closing.push(close),
  };
}

/** Temporary keys of the n-th kind, as the emulator knows them. */
export function temporaryKey(n: number, expiresAtMs: number): Required<AccessKey> {
  return {
    id: `temporary${n}`,
    secret: `planted-secret-${n}`,
    securityToken: `planted-token-${n}`,
    securityTokenExpiresAtMs: expiresAtMs,
  };
}

const { signal } = new AbortController();

/** Asks a source as a store does. */
export async function ask(source: CredentialSource, own: AbortSignal = signal): Promise<Credentials> {
  if (typeof source !== 'function') throw new Error('it is a function');
  return await source({ refresh: false, signal: own });
}

export async function failure(asked: Promise<unknown>): Promise<ConsumerError> {
  return await asked.then(
    () => expect.fail('it did not fail'),
    (error: ConsumerError) => error,
  );
}
