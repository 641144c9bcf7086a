import { defaultAccessKey, type Emulator, startEmulator } from '@polylog/emulator';
import { onTestFinished } from 'vitest';

const [logsetId, topicId] = ['0f8e4b82-8adb-47b1-a3c4-2b1d5e6f7a89', '6f6ded3f-948c-4616-9c7c-956a95d8c1a3'];
const projectId = '2a473356cca5487f8373be891bffc1cf';
const logGroupId = 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1';
const logStreamId = 'c54dbc58-0fd8-48ed-b007-6d54981427a7';

export const providers = ['alibaba-sls', 'tencent-cls', 'huawei-lts'] as const;
export type Provider = (typeof providers)[number];

/** The variables that `sections` needs. */
export const environment: Readonly<Record<string, string>> = {
  KEY_ID: defaultAccessKey.id,
  KEY_SECRET: defaultAccessKey.secret,
};

/** One log of each cloud, of one partition, with the same records in it. */
export interface ThreeClouds {
  readonly emulator: Emulator;
  /** The sections of a YAML file. */
  readonly sections: string;
  write(records: readonly Readonly<Record<string, string>>[]): void;
}

export async function startThreeClouds(): Promise<ThreeClouds> {
  const emulator = await startEmulator({
    sls: { projects: { shop: { orders: { shards: 1 } } } },
    cls: { logsets: { [logsetId]: { [topicId]: { partitions: 1 } } } },
    lts: { logGroups: { [logGroupId]: { [logStreamId]: { shards: 1 } } } },
  });
  onTestFinished(() => emulator.stop());
  const { sls, cls, lts } = emulator;
  return {
    emulator,
    sections: `
alibaba-sls:
  endpoint: ${sls.endpoint}
  project: shop
  logstore: orders
  fields: { status: sls_status }
tencent-cls:
  endpoint: ${cls.endpoint}
  region: ap-guangzhou
  logsetId: ${logsetId}
  topicIds: [${topicId}]
  fields: { status: cls_status }
huawei-lts:
  endpoint: ${lts.endpoint}
  region: cn-north-4
  projectId: ${projectId}
  logGroupId: ${logGroupId}
  logStreamId: ${logStreamId}
  fields: { status: lts_status }
`,
    write(records) {
      const seconds = Math.floor(emulator.clock.now() / 1_000);
      for (const { content = '', status = '', ...fields } of records) {
        const rest = Object.entries(fields);
        sls.put('shop', 'orders', {
          logs: [{ timeSeconds: seconds, contents: [['sls_status', status], ...rest, ['content', content]] }],
        });
        cls.put(topicId, {
          logs: [{ time: seconds * 1_000, contents: [['cls_status', status], ...rest, ['__CONTENT__', content]] }],
        });
        lts.put(logGroupId, logStreamId, { content, labels: { lts_status: status, ...fields } });
      }
    },
  };
}
