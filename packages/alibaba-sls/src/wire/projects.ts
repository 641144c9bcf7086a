import { objectOf, textOf } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { jsonOf } from './json-answer.js';
import { jsonBody, send } from './send.js';

export interface ProjectInfo {
  readonly name: string;
  readonly description: string;
  readonly status: string;
  readonly region: string;
}

/** CreateProject: the name stands in the host and in the body. */
export async function createProject(
  connection: SlsConnection,
  request: { readonly project: string; readonly description?: string },
  o: SendOptions,
): Promise<void> {
  const { project, description = '' } = request;
  const body = jsonBody({ projectName: project, description });
  await send(connection, { call: 'CreateProject', method: 'POST', project, path: '/', ...body }, o);
}

/** GetProject. */
export async function getProject(
  connection: SlsConnection,
  ref: { readonly project: string },
  o: SendOptions,
): Promise<ProjectInfo> {
  const call = 'GetProject';
  const response = await send(connection, { call, method: 'GET', project: ref.project, path: '/' }, o);
  const project = objectOf(call, jsonOf(call, response));
  return {
    name: textOf(call, project, 'projectName'),
    description: textOf(call, project, 'description'),
    status: textOf(call, project, 'status'),
    region: textOf(call, project, 'region'),
  };
}

/** DeleteProject. */
export async function deleteProject(
  connection: SlsConnection,
  ref: { readonly project: string },
  o: SendOptions,
): Promise<void> {
  await send(connection, { call: 'DeleteProject', method: 'DELETE', project: ref.project, path: '/' }, o);
}
