import * as sls from '@polylog/alibaba-sls';
import * as config from '@polylog/config';
import * as core from '@polylog/core';
import * as emulator from '@polylog/emulator';
import * as lts from '@polylog/huawei-lts';
import * as cls from '@polylog/tencent-cls';

/**
 * A snippet without an import from `@polylog/` shows a part of a program. This is the rest of it: what the part uses is
 * imported, and these names are there.
 */
export const namesAround = `
  import type { Credentials } from '@polylog/driver-kit';
  import type { LogDriver, LogRecord } from '@polylog/core/driver';
  import type { TestLog } from '@polylog/conformance';
  declare global {
    /** Reads a log with records in it. */
    const driver: LogDriver;
    /** Aborts when all that there is was processed. */
    const signal: AbortSignal;
    /** Stands for what a program does with a record. */
    function handle(record: LogRecord): Promise<void>;
    const endpoint: string, region: string, credentials: Credentials;
    const project: string, logstore: string;
    const logsetId: string, topicIds: readonly string[];
    const projectId: string, logGroupId: string, logStreamId: string;
    const secretId: string, secretKey: string;
    const cursor: string;
    /** What the reader of the conformance suite's README writes. */
    const startMyCloud: (partitions: number, batchRecords: number) => Promise<TestLog>;
  }
`;

const doors = [
  ['@polylog/core', core],
  ['@polylog/config', config],
  ['@polylog/alibaba-sls', sls],
  ['@polylog/tencent-cls', cls],
  ['@polylog/emulator', emulator],
  ['@polylog/huawei-lts', lts],
] as const;

/** A program, or what a part of one needs to be one. */
export function asProgram(code: string): string {
  return isWhole(code) ? code : `${importsOf(code)}${code}`;
}

export function isWhole(code: string): boolean {
  return /from '@polylog\//.test(code);
}

/** In front of the first line, so that errors name the lines of the snippet. */
function importsOf(code: string): string {
  return doors
    .map(([name, door]) => {
      const used = Object.keys(door).filter((each) => new RegExp(`\\b${each}\\(`).test(code));
      return used.length === 0 ? '' : `import { ${used.join(', ')} } from '${name}'; `;
    })
    .join('');
}
