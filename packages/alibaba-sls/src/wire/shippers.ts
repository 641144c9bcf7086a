import { integerOf, type JsonObject, objectOf, type Page, textOf } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { jsonOf } from './json-answer.js';
import { type LogstoreRef, logstorePath } from './logstore-ref.js';
import { optionalNumber } from './optional-fields.js';
import { type PageOf, pageIn, pageQuery } from './page-query.js';
import { jsonBody, send } from './send.js';
import { percentEncode } from './sign-v4.js';

/** A standing order to carry a logstore's data to another service (SLS API reference, shippers). */
export type Shipper = {
  readonly shipperName: string;
} & (
  | { readonly targetType: 'oss'; readonly targetConfiguration: OssTarget }
  | { readonly targetType: 'odps'; readonly targetConfiguration: OdpsTarget }
);

/** To Object Storage Service. */
export interface OssTarget {
  readonly ossBucket: string;
  readonly ossPrefix: string;
  /** The RAM role under which the service writes. */
  readonly roleArn: string;
  /** Seconds after which an object is written, 300 to 900. */
  readonly bufferInterval: number;
  /** MB after which an object is written, 5 to 256. */
  readonly bufferSize: number;
  readonly compressType: 'snappy' | 'none' | (string & {});
  readonly pathFormat?: string;
  /** Format of the objects: `{ format: 'json' | 'csv' | 'parquet', detail: {…} }`. */
  readonly storage?: Readonly<Record<string, unknown>>;
  readonly [other: string]: unknown;
}

/** To MaxCompute. */
export interface OdpsTarget {
  readonly odpsEndpoint: string;
  readonly odpsProject: string;
  readonly odpsTable: string;
  /** Names of log fields, in the order of the table's columns; and of those that make the partition. */
  readonly fields: readonly string[];
  readonly partitionColumn: readonly string[];
  /** As `yyyy_MM_dd_HH_mm`. */
  readonly partitionTimeFormat: string;
  /** Seconds between two runs; 1800. */
  readonly bufferInterval: number;
  readonly [other: string]: unknown;
}

/** A shipper as it stands there. */
export type StoredShipper = Shipper & {
  /** Epoch seconds. */
  readonly createTime?: number;
  readonly lastModifyTime?: number;
};

export type ShipperTaskStatus = 'running' | 'success' | 'fail';

/** One run of a shipper. */
export interface ShipperTask {
  readonly id: string;
  /** `running`, `success` or `fail`. */
  readonly status: string;
  /** What went wrong; empty otherwise. */
  readonly message: string;
  /** Epoch seconds, each absent where the service told none. */
  readonly createdAtSeconds?: number;
  readonly lastDataReceivedAtSeconds?: number;
  readonly finishedAtSeconds?: number;
}

/** How many runs there are of each status, in the time that was asked for. */
export interface ShipperTaskCounts {
  readonly running: number;
  readonly success: number;
  readonly fail: number;
}

export interface ShipperRef extends LogstoreRef {
  readonly shipper: string;
}

const shippersPath = (ref: LogstoreRef): string => `${logstorePath(ref)}/shipper`;
const shipperPath = (ref: LogstoreRef, name: string): string => `${shippersPath(ref)}/${percentEncode(name)}`;

/** CreateShipper. */
export async function createShipper(
  connection: SlsConnection,
  request: LogstoreRef & { readonly shipper: Shipper },
  o: SendOptions,
): Promise<void> {
  const { project, shipper } = request;
  const path = shippersPath(request);
  await send(connection, { call: 'CreateShipper', method: 'POST', project, path, ...jsonBody(shipper) }, o);
}

/** UpdateShipper: replaces it whole. */
export async function updateShipper(
  connection: SlsConnection,
  request: LogstoreRef & { readonly shipper: Shipper },
  o: SendOptions,
): Promise<void> {
  const { project, shipper } = request;
  const path = shipperPath(request, shipper.shipperName);
  await send(connection, { call: 'UpdateShipper', method: 'PUT', project, path, ...jsonBody(shipper) }, o);
}

/** GetShipperConfig; one that is missing is `ShipperNotExist`. */
export async function getShipper(connection: SlsConnection, ref: ShipperRef, o: SendOptions): Promise<StoredShipper> {
  const call = 'GetShipper';
  const path = shipperPath(ref, ref.shipper);
  const response = await send(connection, { call, method: 'GET', project: ref.project, path }, o);
  const found = objectOf(call, jsonOf(call, response));
  textOf(call, found, 'targetType');
  objectOf(call, found.targetConfiguration);
  return { shipperName: ref.shipper, ...found } as StoredShipper;
}

/** One page of the names in a logstore (ListShipper). */
export async function listShippers(
  connection: SlsConnection,
  request: PageOf & LogstoreRef,
  o: SendOptions,
): Promise<Page<string>> {
  const call = 'ListShipper';
  const query = pageQuery(request);
  const path = shippersPath(request);
  const response = await send(connection, { call, method: 'GET', project: request.project, path, query }, o);
  const answer = objectOf(call, jsonOf(call, response));
  return pageIn(call, answer, 'shipper', request, (found) => textOf(call, { found }, 'found'));
}

/** DeleteShipper. */
export async function deleteShipper(connection: SlsConnection, ref: ShipperRef, o: SendOptions): Promise<void> {
  const path = shipperPath(ref, ref.shipper);
  await send(connection, { call: 'DeleteShipper', method: 'DELETE', project: ref.project, path }, o);
}

/** One page of a shipper's runs (GetShipperStatus), of a time within the last 48 hours, epoch seconds. */
export async function listShipperTasks(
  connection: SlsConnection,
  request: PageOf &
    ShipperRef & {
      readonly fromSeconds: number;
      readonly toSeconds: number;
      readonly status?: ShipperTaskStatus | undefined;
    },
  o: SendOptions,
): Promise<Page<ShipperTask> & { readonly counts: ShipperTaskCounts }> {
  const call = 'GetShipperStatus';
  const query = [
    ['from', String(request.fromSeconds)],
    ['to', String(request.toSeconds)],
    ['status', request.status ?? ''],
    ...pageQuery(request),
  ] as const;
  const path = `${shipperPath(request, request.shipper)}/tasks`;
  const response = await send(connection, { call, method: 'GET', project: request.project, path, query }, o);
  const answer = objectOf(call, jsonOf(call, response));
  const statistics = objectOf(call, answer.statistics);
  return {
    ...pageIn(call, answer, 'tasks', request, (entry) => taskIn(call, objectOf(call, entry))),
    counts: {
      running: integerOf(call, statistics, 'running'),
      success: integerOf(call, statistics, 'success'),
      fail: integerOf(call, statistics, 'fail'),
    },
  };
}

/** RetryShipperTask: at most ten ids at once. */
export async function retryShipperTasks(
  connection: SlsConnection,
  request: ShipperRef & { readonly tasks: readonly string[] },
  o: SendOptions,
): Promise<void> {
  const path = `${shipperPath(request, request.shipper)}/tasks`;
  const body = jsonBody(request.tasks);
  await send(connection, { call: 'RetryShipperTask', method: 'PUT', project: request.project, path, ...body }, o);
}

function taskIn(call: string, task: JsonObject): ShipperTask {
  const createdAtSeconds = optionalNumber(task, 'taskCreateTime');
  const lastDataReceivedAtSeconds = optionalNumber(task, 'taskLastDataReceiveTime');
  const finishedAtSeconds = optionalNumber(task, 'taskFinishTime');
  return {
    id: textOf(call, task, 'id'),
    status: textOf(call, task, 'taskStatus'),
    message: typeof task.taskMessage === 'string' ? task.taskMessage : '',
    ...(createdAtSeconds !== undefined && { createdAtSeconds }),
    ...(lastDataReceivedAtSeconds !== undefined && { lastDataReceivedAtSeconds }),
    ...(finishedAtSeconds !== undefined && { finishedAtSeconds }),
  };
}
