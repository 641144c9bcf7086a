import type { Answer } from '../../http/face.js';
import type { Project } from '../account.js';
import { emptyAnswer, jsonAnswer } from '../answer.js';
import { type CallContext, jsonObject, page, projectOf } from '../call.js';
import { parameterInvalid } from '../error.js';
import { checkQuota } from '../quotas.js';
import { parameter } from '../router.js';

/** The project stands in the host and in the body, or, as one vendor SDK sends it, in the body alone. */
export function createProject(context: CallContext): Answer {
  const { projectName, description, ...extra } = jsonObject(context, 'PostBodyInvalid');
  if (typeof projectName !== 'string') throw parameterInvalid('projectName must be a text');
  if (context.projectName !== undefined && context.projectName !== projectName) {
    throw parameterInvalid(`projectName is ${projectName}, the host names ${context.projectName}`);
  }
  const { account, switches } = context;
  if (!account.projects.has(projectName)) checkQuota('project', account.projects.size, switches.maxProjects);
  account.createProject(projectName, String(description ?? ''), extra, context.nowMs);
  return emptyAnswer;
}

export function updateProject(context: CallContext): Answer {
  const project = projectOf(context);
  const { description } = jsonObject(context, 'PostBodyInvalid');
  project.description = String(description ?? '');
  project.modifiedAtMs = context.nowMs;
  return emptyAnswer;
}

export function getProject(context: CallContext): Answer {
  return jsonAnswer(projectJson(projectOf(context), dayText));
}

export function deleteProject(context: CallContext): Answer {
  context.account.projects.delete(projectOf(context).name);
  return emptyAnswer;
}

export function listProject(context: CallContext): Answer {
  const name = parameter(context.request, 'projectName') ?? '';
  const description = parameter(context.request, 'description') ?? '';
  const found = [...context.account.projects.values()].filter(
    (project) => project.name.includes(name) && project.description.includes(description),
  );
  return jsonAnswer(
    page(
      context,
      found.map((project) => projectJson(project, secondsText)),
      'projects',
    ),
  );
}

function projectJson(project: Project, time: (epochMs: number) => string): Record<string, unknown> {
  return {
    projectName: project.name,
    description: project.description,
    status: 'Normal',
    owner: '',
    region: 'cn-emulator',
    createTime: time(project.createdAtMs),
    lastModifyTime: time(project.modifiedAtMs),
    // The vendor's Python SDK cannot print a project without it.
    dataRedundancyType: 'LRS',
    ...project.extra,
  };
}

/** GetProject says `2020-11-18 16:55:57` where ListProject says Unix seconds, both as text. */
const dayText = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ');
const secondsText = (epochMs: number): string => String(Math.floor(epochMs / 1000));
