import { type ConfigKey, type ConfigSection, ConsumerError, credentialsKey } from '@polylog/core/driver';
import { connectionKeys, stringsKey, withEnvironment } from '@polylog/driver-kit';
import { ltsGroupAdmin } from './admin/group-admin.js';
import { ltsDriver } from './driver.js';
import { credentialVariables, environmentCredentials } from './environment-credentials.js';
import { type LtsDriverOptions, READ_RECORDS } from './options.js';
import { CONTENT_LABELS } from './records/service-labels.js';

/** The options of {@link ltsDriver} as a section of a configuration file. */
export const configSection: ConfigSection = {
  provider: 'huawei-lts',
  keys: {
    region: {
      type: 'text',
      required: true,
      example: 'cn-north-4',
      description: 'The log stream’s region: signatures name it, and the hosts by default.',
    },
    projectId: {
      type: 'text',
      required: true,
      example: '2a473356cca5487f8373be891bffc1cf',
      description: 'The project’s id: 32 hexadecimal digits. One that is all digits needs quotes.',
    },
    logGroupId: {
      type: 'text',
      required: true,
      example: 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1',
      description: 'The id of the log group, not its name.',
    },
    logStreamId: {
      type: 'text',
      required: true,
      example: 'c54dbc58-0fd8-48ed-b007-6d54981427a7',
      description: 'The id of the log stream, not its name.',
    },
    credentials: credentialsKey,
    endpoint: {
      type: 'text',
      example: 'lts-access.cn-north-4.myhuaweicloud.com:8102',
      description:
        'The access node; http://127.0.0.1:<port> for a local server, which then is the gateway as well. Left out: the region’s, port 8102.',
    },
    gatewayEndpoint: {
      type: 'text',
      example: 'lts.cn-north-4.myhuaweicloud.com',
      description: 'The API gateway, which lists shards, tells timeouts and creates groups. Left out: the region’s.',
    },
    groupTimeoutMs: {
      type: 'number',
      min: 2000,
      max: 3_600_000,
      example: 60_000,
      description:
        'The group’s timeout, whole seconds in milliseconds: believed where the gateway cannot be asked, and of a new group.',
    },
    createGroup: {
      type: 'boolean',
      default: false,
      description:
        'Lets a missing group be created through the gateway; so does create: if-missing of the portable part. Left out: false.',
    },
    maxRecords: {
      type: 'number',
      min: READ_RECORDS.min,
      max: READ_RECORDS.max,
      default: READ_RECORDS.byDefault,
      description: 'How many logs one read asks for; fewer make finer checkpoints. Left out: 1000.',
    },
    strings: stringsKey,
    tokenHeader: {
      type: 'text',
      allowed: ['SecurityToken', 'X-Security-Token'],
      default: 'SecurityToken',
      description: 'How the access node is told a security token: unsigned, or signed. Left out: SecurityToken.',
    },
    ...connectionKeys,
  } satisfies Readonly<Record<keyof LtsDriverOptions, ConfigKey>>,
  credentialVariables,
  unsupported: [
    {
      key: 'update',
      value: 'if-different',
      why: 'LTS has no call that changes a group. Leave it out, or make another group.',
    },
  ],
  createDriver(values, { create }) {
    const options = withEnvironment<LtsDriverOptions>(values, environmentCredentials);
    if (create === 'if-missing' && options.createGroup === false) {
      throw new ConsumerError(
        'invalid-argument',
        'createGroup is false, and create of the portable part is "if-missing". Leave out one of them.',
        { option: 'createGroup' },
      );
    }
    const isAsked = options.createGroup === undefined && create === 'if-missing';
    return ltsDriver(isAsked ? { ...options, createGroup: true } : options);
  },
  createGroupAdmin: (values) => ltsGroupAdmin(withEnvironment<LtsDriverOptions>(values, environmentCredentials)),
  bodyField: CONTENT_LABELS[0],
};
