import { type ConfigKey, type ConfigSection, credentialsKey } from '@polylog/core/driver';
import {
  chosenStream,
  connectionKeys,
  optionsAmong,
  slsFieldMap,
  stringsKey,
  withEnvironment,
} from '@polylog/driver-kit';
import { slsGroupAdmin } from './admin/group-admin.js';
import { slsDriver } from './driver.js';
import { credentialVariables, environmentCredentials } from './environment-credentials.js';
import type { SlsDriverOptions } from './options.js';
import { producerOptionNames, type SlsProducerOptions } from './producer/producer-options.js';
import { createSlsProducer } from './producer/sls-producer.js';

/** The options of {@link slsDriver} as a section of a configuration file. */
export const configSection: ConfigSection = {
  provider: 'alibaba-sls',
  keys: {
    endpoint: {
      type: 'text',
      required: true,
      example: 'cn-hangzhou.log.aliyuncs.com',
      description:
        'The endpoint of the project’s region, without the project. https where no scheme is given, except on the loopback.',
    },
    project: { type: 'text', required: true, example: 'my-project', description: 'The project’s name.' },
    logstore: { type: 'text', required: true, example: 'my-logstore', description: 'The logstore’s name.' },
    credentials: credentialsKey,
    signature: {
      type: 'text',
      allowed: ['v1', 'v4'],
      default: 'v1',
      description: 'How requests are signed; version 4 needs the region. Left out: v1.',
    },
    region: {
      type: 'text',
      example: 'cn-hangzhou',
      description: 'Only for signature v4, and only where the endpoint does not tell.',
    },
    maxLogGroups: {
      type: 'number',
      min: 1,
      max: 1000,
      default: 1000,
      description: 'Most log groups (not records) that one read asks for. Left out: 1000.',
    },
    query: {
      type: 'text',
      example: "* | where status = '500'",
      description: 'An SPL filter that the service applies. Left out: none.',
    },
    compression: {
      type: 'text',
      allowed: ['lz4', 'zstd', 'deflate', 'none'],
      default: 'lz4',
      description: 'The compression to ask for; zstd needs Node 22.15. In JavaScript also a codec. Left out: lz4.',
    },
    strings: stringsKey,
    leaveSends: {
      type: 'boolean',
      default: false,
      description: 'Whether leaving the group sends a last heartbeat without shards. Left out: false.',
    },
    ...connectionKeys,
  } satisfies Readonly<Record<keyof SlsDriverOptions, ConfigKey>>,
  credentialVariables,
  createDriver: (values) => slsDriver(withEnvironment<SlsDriverOptions>(values, environmentCredentials)),
  createGroupAdmin: (values) => slsGroupAdmin(withEnvironment<SlsDriverOptions>(values, environmentCredentials)),
  createProducer(values, { stream, logger }) {
    const options = withEnvironment<SlsProducerOptions>(
      optionsAmong(values, producerOptionNames),
      environmentCredentials,
    );
    return createSlsProducer({
      ...options,
      logstore: chosenStream(stream, [options.logstore]),
      ...(logger !== undefined && { logger }),
    });
  },
  bodyField: slsFieldMap.body,
};
