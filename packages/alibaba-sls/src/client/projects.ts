import type { ClientCallOptions, Listing, PageRequest } from '@polylog/driver-kit';
import {
  createProject,
  deleteProject,
  getProject,
  listProjects,
  type Project,
  type ProjectSettings,
  updateProject,
} from '../wire/projects.js';
import { copyProject, type ProjectCopy } from './copy-project.js';
import { type ProjectRequest, pageIn, projectIn, textIn, whole } from './requests.js';
import type { SlsCalls } from './sls-calls.js';

/** The projects of the account, in the region of the endpoint. */
export interface Projects {
  /** `nameContains` and `descriptionContains` are parts to look for. */
  list(
    request?: PageRequest & { readonly nameContains?: string; readonly descriptionContains?: string },
    options?: ClientCallOptions,
  ): Listing<Project>;
  /** One that is missing is `not-found` (`ProjectNotExist`). */
  get(request: ProjectRequest, options?: ClientCallOptions): Promise<Project>;
  /** A name of the whole region's: one that anybody has is `ProjectAlreadyExist`. It may take a minute to be known everywhere. */
  create(request: ProjectRequest & ProjectSettings, options?: ClientCallOptions): Promise<void>;
  /** Changes the description. */
  update(request: ProjectRequest & { readonly description: string }, options?: ClientCallOptions): Promise<void>;
  /** With everything in it. */
  delete(request: ProjectRequest, options?: ClientCallOptions): Promise<void>;
  /**
   * Makes project `to` like `from`: every logstore with its settings, as many shards as it has writable ones, and its index;
   * the Logtail configurations and machine groups, and which are applied to which. No logs. `to` must not exist.
   *
   * What is new is not known everywhere at once, so it waits, at most a minute for each thing. Rejects with a
   * `ProjectCopyError` that lists what was made if it fails half way; nothing is taken back.
   */
  copy(request: { readonly from: string; readonly to: string }, options?: ClientCallOptions): Promise<ProjectCopy>;
}

export function createProjects(calls: SlsCalls): Projects {
  const { connection, call } = calls;
  return {
    list(request = {}, options) {
      return calls.list('projects.list', options, request?.offset ?? 0, (offset, o) => {
        whole(request, "{ nameContains: 'web' }");
        const name = textIn('nameContains', request.nameContains);
        const description = textIn('descriptionContains', request.descriptionContains);
        return listProjects(connection, { ...pageIn({ ...request, offset }), name, description }, o);
      });
    },
    get: (request, options) => call('projects.get', options, (o) => getProject(connection, projectIn(request), o)),
    create: (request, options) =>
      call('projects.create', options, (o) => createProject(connection, { ...request, ...projectIn(request) }, o)),
    update: (request, options) =>
      call('projects.update', options, (o) => {
        const description = textIn('description', request.description) ?? '';
        return updateProject(connection, { ...projectIn(request), description }, o);
      }),
    delete: (request, options) =>
      call('projects.delete', options, (o) => deleteProject(connection, projectIn(request), o)),
    copy: (request, options) => call('projects.copy', options, (o) => copyProject(calls, request, o)),
  };
}
