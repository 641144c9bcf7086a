import { type JsonObject, objectOf, type Page, textOf } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { jsonOf } from './json-answer.js';
import { optionalText } from './optional-fields.js';
import { type PageOf, pageIn, pageQuery } from './page-query.js';
import { jsonBody, send } from './send.js';

/** A project, as the service describes it. */
export interface Project {
  readonly name: string;
  readonly description: string;
  /** `Normal`, or `Disable`. */
  readonly status: string;
  readonly region: string;
  /** Id of the account; may be empty. */
  readonly owner: string;
  /**
   * As the service writes it: `2020-11-18 16:55:57`, of an unnamed zone, from `get`; Unix seconds as text from `list`.
   * Absent where it told none.
   */
  readonly createTime?: string;
  readonly lastModifyTime?: string;
  readonly resourceGroupId?: string;
  /** `LRS`, or `ZRS`. */
  readonly dataRedundancyType?: string;
}

/** What a project is created with, beside its name. */
export interface ProjectSettings {
  readonly description?: string | undefined;
  readonly resourceGroupId?: string | undefined;
  readonly dataRedundancyType?: string | undefined;
}

/** CreateProject: the name stands in the host and in the body. */
export async function createProject(
  connection: SlsConnection,
  request: { readonly project: string } & ProjectSettings,
  o: SendOptions,
): Promise<void> {
  const { project, description = '', resourceGroupId, dataRedundancyType } = request;
  const body = jsonBody({ projectName: project, description, resourceGroupId, dataRedundancyType });
  await send(connection, { call: 'CreateProject', method: 'POST', project, path: '/', ...body }, o);
}

/** UpdateProject: the description is all that can be changed. */
export async function updateProject(
  connection: SlsConnection,
  { project, description }: { readonly project: string; readonly description: string },
  o: SendOptions,
): Promise<void> {
  await send(connection, { call: 'UpdateProject', method: 'PUT', project, path: '/', ...jsonBody({ description }) }, o);
}

/** GetProject. */
export async function getProject(
  connection: SlsConnection,
  ref: { readonly project: string },
  o: SendOptions,
): Promise<Project> {
  const call = 'GetProject';
  const response = await send(connection, { call, method: 'GET', project: ref.project, path: '/' }, o);
  return projectIn(call, objectOf(call, jsonOf(call, response)));
}

/** ListProject, of the whole account; `name` and `description` are parts to look for. */
export async function listProjects(
  connection: SlsConnection,
  request: PageOf & { readonly name?: string | undefined; readonly description?: string | undefined },
  o: SendOptions,
): Promise<Page<Project>> {
  const call = 'ListProject';
  const { name, description } = request;
  const query = [
    ...pageQuery(request),
    ...(name === undefined ? [] : [['projectName', name] as const]),
    ...(description === undefined ? [] : [['description', description] as const]),
  ];
  const response = await send(connection, { call, method: 'GET', path: '/', query }, o);
  const answer = objectOf(call, jsonOf(call, response));
  return pageIn(call, answer, 'projects', request, (entry) => projectIn(call, objectOf(call, entry)));
}

/** DeleteProject. */
export async function deleteProject(
  connection: SlsConnection,
  ref: { readonly project: string },
  o: SendOptions,
): Promise<void> {
  await send(connection, { call: 'DeleteProject', method: 'DELETE', project: ref.project, path: '/' }, o);
}

function projectIn(call: string, project: JsonObject): Project {
  return {
    name: textOf(call, project, 'projectName'),
    description: textOf(call, project, 'description'),
    status: textOf(call, project, 'status'),
    region: textOf(call, project, 'region'),
    owner: typeof project.owner === 'string' ? project.owner : '',
    ...optionalText(project, 'createTime', 'lastModifyTime', 'resourceGroupId', 'dataRedundancyType'),
  };
}
