import { type ConfigKey, type ConfigSection, credentialsKey } from '@polylog/core/driver';
import { clsFieldMap, connectionKeys, stringsKey, withEnvironment } from '@polylog/driver-kit';
import { clsGroupAdmin } from './admin/group-admin.js';
import { clsDriver } from './driver.js';
import { credentialVariables, environmentCredentials } from './environment-credentials.js';
import { type ClsDriverOptions, READ_BYTES } from './options.js';

/** The options of {@link clsDriver} as a section of a configuration file. */
export const configSection: ConfigSection = {
  provider: 'tencent-cls',
  keys: {
    region: {
      type: 'text',
      example: 'ap-guangzhou',
      description: 'The topics’ region. May be left out where the endpoint tells it.',
    },
    logsetId: {
      type: 'text',
      required: true,
      example: '0f8e4b82-8adb-47b1-a3c4-2b1d5e6f7a89',
      description: 'The id of the logset.',
    },
    topicIds: {
      type: 'list',
      required: true,
      of: { type: 'text', description: 'The id of a topic.' },
      example: ['6f6ded3f-948c-4616-9c7c-956a95d8c1a3'],
      description: 'The ids of one or more topics of that logset; a group is over exactly these.',
    },
    credentials: credentialsKey,
    endpoint: {
      type: 'text',
      example: 'ap-guangzhou.cls.tencentcs.com',
      description:
        'Where logs are pulled; http://127.0.0.1:<port> for a local server, which then is API 3.0 as well. Left out: the region’s.',
    },
    apiEndpoint: {
      type: 'text',
      example: 'cls.ap-guangzhou.tencentcloudapi.com',
      description: 'Where groups and partitions are asked for (API 3.0). Left out: the region’s.',
    },
    internal: {
      type: 'boolean',
      default: false,
      description: 'Takes the hosts inside of the region’s private network. Left out: false.',
    },
    maxReadBytes: {
      type: 'number',
      min: READ_BYTES.min,
      max: READ_BYTES.max,
      default: READ_BYTES.byDefault,
      description:
        'How much one read asks for, in bytes of log groups; documented are 2 MiB as the least. Left out: 2 MiB.',
    },
    query: { type: 'text', description: 'A filter that the service applies before it answers. Left out: none.' },
    strings: stringsKey,
    callsPerSecond: {
      type: 'number',
      min: 1,
      max: 10_000,
      default: 20,
      description:
        'How often a second each action of API 3.0 may be called with these keys by this process. Left out: 20.',
    },
    placesGroup: {
      type: 'text',
      example: 'polylog-places',
      description:
        'The group in whose name places are asked for; never one with members. Left out: one that stands for the topics.',
    },
    ...connectionKeys,
  } satisfies Readonly<Record<keyof ClsDriverOptions, ConfigKey>>,
  credentialVariables,
  createDriver: (values) => clsDriver(withEnvironment<ClsDriverOptions>(values, environmentCredentials)),
  createGroupAdmin: (values) => clsGroupAdmin(withEnvironment<ClsDriverOptions>(values, environmentCredentials)),
  bodyField: clsFieldMap.body,
};
