import { WireError } from '../http/wire-error.js';

/** A refusal in the service's words; becomes `{"errorCode","errorMessage"}` on the wire. Also what the handles throw. */
export class SlsError extends WireError {
  override readonly name = 'SlsError';
}

export const parameterInvalid = (message: string): SlsError => new SlsError(400, 'ParameterInvalid', message);

export const projectNotExist = (name: string): SlsError =>
  new SlsError(404, 'ProjectNotExist', `The Project does not exist : ${name}`);

export const logstoreNotExist = (name: string): SlsError =>
  new SlsError(404, 'LogStoreNotExist', `logstore ${name} does not exist`);

/** The status differs by call: 400 for pulls and cursors, 404 for checkpoints (SLS API reference). */
export const shardNotExist = (id: string | number, status: 400 | 404): SlsError =>
  new SlsError(status, 'ShardNotExist', `shard ${id} does not exist`);

/** The status differs by call, too. */
export const indexNotExist = (status: number): SlsError =>
  new SlsError(status, 'IndexConfigNotExist', "index config doesn't exist.");
