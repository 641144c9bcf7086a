import { type ClientCallOptions, type Listing, type Moment, momentMs, type PageRequest } from '@polylog/driver-kit';
import type { LogstoreRef } from '../wire/logstore-ref.js';
import { resourceName } from '../wire/names.js';
import {
  createShipper,
  deleteShipper,
  getShipper,
  listShippers,
  listShipperTasks,
  retryShipperTasks,
  type Shipper,
  type ShipperRef,
  type ShipperTask,
  type ShipperTaskCounts,
  type ShipperTaskStatus,
  type StoredShipper,
  updateShipper,
} from '../wire/shippers.js';
import { invalid, type LogstoreRequest, logstoreIn, pageIn } from './requests.js';
import type { SlsCalls } from './sls-calls.js';

/** Which shipper, by its name. */
export interface ShipperRequest extends LogstoreRequest {
  readonly shipper: string;
}

export interface ShipperTasksRequest extends ShipperRequest {
  /** Within the last 48 hours, in whole seconds. */
  readonly from: Moment;
  readonly to: Moment;
  /** @defaultValue all of them */
  readonly status?: ShipperTaskStatus;
}

/** Standing orders to carry a logstore's data to other services, and their runs. */
export interface Shippers {
  /** Their names. */
  list(request: LogstoreRequest & PageRequest, options?: ClientCallOptions): Listing<string>;
  /** One that is missing is `not-found` (`ShipperNotExist`). */
  get(request: ShipperRequest, options?: ClientCallOptions): Promise<StoredShipper>;
  create(request: LogstoreRequest & { readonly shipper: Shipper }, options?: ClientCallOptions): Promise<void>;
  /** Replaces it whole; `shipper.shipperName` says which. */
  update(request: LogstoreRequest & { readonly shipper: Shipper }, options?: ClientCallOptions): Promise<void>;
  delete(request: ShipperRequest, options?: ClientCallOptions): Promise<void>;
  /** Its runs. */
  tasks(request: ShipperTasksRequest & PageRequest, options?: ClientCallOptions): Listing<ShipperTask>;
  /** How many runs there are of each status. */
  taskCounts(request: ShipperTasksRequest, options?: ClientCallOptions): Promise<ShipperTaskCounts>;
  /** Runs tasks that have failed once more: their ids, at most ten at once. */
  retryTasks(
    request: ShipperRequest & { readonly tasks: readonly string[] },
    options?: ClientCallOptions,
  ): Promise<void>;
}

const MOST_RETRIES = 10;

export function createShippers(calls: SlsCalls): Shippers {
  const { connection, call } = calls;
  return {
    list(request, options) {
      return calls.list('shippers.list', options, request?.offset ?? 0, (offset, o) =>
        listShippers(connection, { ...logstoreIn(request), ...pageIn({ ...request, offset }) }, o),
      );
    },
    get: (request, options) => call('shippers.get', options, (o) => getShipper(connection, shipperIn(request), o)),
    create: (request, options) =>
      call('shippers.create', options, (o) => createShipper(connection, wholeShipperIn(request), o)),
    update: (request, options) =>
      call('shippers.update', options, (o) => updateShipper(connection, wholeShipperIn(request), o)),
    delete: (request, options) =>
      call('shippers.delete', options, (o) => deleteShipper(connection, shipperIn(request), o)),
    tasks(request, options) {
      return calls.list('shippers.tasks', options, request?.offset ?? 0, (offset, o) =>
        listShipperTasks(connection, { ...tasksIn(request), ...pageIn({ ...request, offset }) }, o),
      );
    },
    taskCounts: (request, options) =>
      call('shippers.taskCounts', options, async (o) => {
        const { counts } = await listShipperTasks(connection, { ...tasksIn(request), size: 1 }, o);
        return counts;
      }),
    retryTasks: (request, options) =>
      call('shippers.retryTasks', options, (o) => {
        const { tasks } = request;
        if (!Array.isArray(tasks) || tasks.length === 0 || tasks.length > MOST_RETRIES)
          throw invalid(`tasks is not a list of 1 to ${MOST_RETRIES} ids.`);
        return retryShipperTasks(connection, { ...shipperIn(request), tasks: tasks.map(String) }, o);
      }),
  };
}

function shipperIn(request: ShipperRequest): ShipperRef {
  return { ...logstoreIn(request), shipper: resourceName(request.shipper, 'shipper') };
}

function wholeShipperIn(
  request: LogstoreRequest & { readonly shipper: Shipper },
): LogstoreRef & { readonly shipper: Shipper } {
  const ref = logstoreIn(request);
  const { shipper } = request;
  if (typeof shipper !== 'object' || shipper === null)
    throw invalid('shipper is missing. Pass { shipperName, targetType, targetConfiguration }.');
  resourceName(shipper.shipperName, 'shipper.shipperName');
  return { ...ref, shipper };
}

function tasksIn(request: ShipperTasksRequest): ShipperRef & {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly status: ShipperTaskStatus | undefined;
} {
  const ref = shipperIn(request);
  const { status } = request;
  if (status !== undefined && !['running', 'success', 'fail'].includes(status))
    throw invalid('status is none of "running", "success" and "fail". Leave it out for all.');
  return {
    ...ref,
    fromSeconds: Math.floor(momentMs(request.from, 'from') / 1000),
    toSeconds: Math.ceil(momentMs(request.to, 'to') / 1000),
    status,
  };
}
