import type { ClientCallOptions, Listing, PageRequest } from '@polylog/driver-kit';
import {
  appliedMachineGroups,
  createLogtailConfig,
  deleteLogtailConfig,
  getLogtailConfig,
  type LogtailConfig,
  listLogtailConfigs,
  type StoredLogtailConfig,
  updateLogtailConfig,
} from '../wire/logtail-configs.js';
import { resourceName } from '../wire/names.js';
import { invalid, type ProjectRequest, pageIn, projectIn, textIn } from './requests.js';
import type { SlsCalls } from './sls-calls.js';

/** Which Logtail configuration, by its name. */
export interface LogtailConfigRequest extends ProjectRequest {
  readonly config: string;
}

/** What Logtail, the service's agent, collects on machines. `logtailConfig` makes the usual ones. */
export interface LogtailConfigs {
  /** Their names. `nameContains` is a part to look for. */
  list(
    request: ProjectRequest & PageRequest & { readonly logstore?: string; readonly nameContains?: string },
    options?: ClientCallOptions,
  ): Listing<string>;
  /** One that is missing is `not-found` (`ConfigNotExist`). */
  get(request: LogtailConfigRequest, options?: ClientCallOptions): Promise<StoredLogtailConfig>;
  /** Nothing is collected before it is applied to a machine group. One that exists is `ConfigAlreadyExist`. */
  create(request: ProjectRequest & { readonly config: LogtailConfig }, options?: ClientCallOptions): Promise<void>;
  /** Replaces it whole; `config.configName` says which. */
  update(request: ProjectRequest & { readonly config: LogtailConfig }, options?: ClientCallOptions): Promise<void>;
  delete(request: LogtailConfigRequest, options?: ClientCallOptions): Promise<void>;
  /** The names of the machine groups that it is applied to. */
  appliedMachineGroups(request: LogtailConfigRequest, options?: ClientCallOptions): Listing<string>;
}

export function createLogtailConfigs(calls: SlsCalls): LogtailConfigs {
  const { connection, call } = calls;
  return {
    list(request, options) {
      return calls.list('logtailConfigs.list', options, request?.offset ?? 0, (offset, o) => {
        const { project } = projectIn(request);
        const logstore = textIn('logstore', request.logstore);
        const name = textIn('nameContains', request.nameContains);
        return listLogtailConfigs(connection, { project, ...pageIn({ ...request, offset }), logstore, name }, o);
      });
    },
    get: (request, options) =>
      call('logtailConfigs.get', options, (o) => getLogtailConfig(connection, configIn(request), o)),
    create: (request, options) =>
      call('logtailConfigs.create', options, (o) => createLogtailConfig(connection, wholeConfigIn(request), o)),
    update: (request, options) =>
      call('logtailConfigs.update', options, (o) => updateLogtailConfig(connection, wholeConfigIn(request), o)),
    delete: (request, options) =>
      call('logtailConfigs.delete', options, (o) => deleteLogtailConfig(connection, configIn(request), o)),
    appliedMachineGroups: (request, options) =>
      calls.list('logtailConfigs.appliedMachineGroups', options, 0, (_, o) =>
        appliedMachineGroups(connection, configIn(request), o),
      ),
  };
}

export function configIn(request: LogtailConfigRequest): LogtailConfigRequest {
  return { ...projectIn(request), config: resourceName(request.config, 'config') };
}

function wholeConfigIn(request: ProjectRequest & { readonly config: LogtailConfig }): typeof request {
  const { project } = projectIn(request);
  const { config } = request;
  if (typeof config !== 'object' || config === null)
    throw invalid('config is missing. logtailConfig makes the usual ones.');
  resourceName(config.configName, 'config.configName');
  return { project, config };
}
