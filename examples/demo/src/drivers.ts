import { slsDriver } from '@polylog/alibaba-sls';
import type { LogDriver } from '@polylog/core/driver';
import { ltsDriver } from '@polylog/huawei-lts';
import { clsDriver } from '@polylog/tencent-cls';

/** Where a log is, and with which keys: the only part of this demo that differs from cloud to cloud. */
export type LogSettings = Keys & (SlsLog | ClsLog | LtsLog);

interface Keys {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

interface SlsLog {
  readonly provider: 'alibaba-sls';
  readonly project: string;
  readonly logstore: string;
}

interface ClsLog {
  readonly provider: 'tencent-cls';
  readonly region: string;
  readonly logsetId: string;
  readonly topicIds: readonly string[];
}

interface LtsLog {
  readonly provider: 'huawei-lts';
  readonly region: string;
  readonly projectId: string;
  readonly logGroupId: string;
  readonly logStreamId: string;
}

export function driverOf(log: LogSettings): LogDriver {
  const { endpoint, accessKeyId, secretAccessKey } = log;
  const common = { endpoint, credentials: { accessKeyId, secretAccessKey } };
  switch (log.provider) {
    case 'alibaba-sls':
      return slsDriver({ ...common, project: log.project, logstore: log.logstore });
    case 'tencent-cls':
      return clsDriver({ ...common, region: log.region, logsetId: log.logsetId, topicIds: log.topicIds });
    case 'huawei-lts': {
      const { region, projectId, logGroupId, logStreamId } = log;
      return ltsDriver({ ...common, region, projectId, logGroupId, logStreamId, createGroup: true });
    }
    default:
      return log satisfies never;
  }
}
