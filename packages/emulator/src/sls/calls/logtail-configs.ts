import type { Answer } from '../../http/face.js';
import { emptyAnswer, jsonAnswer } from '../answer.js';
import { type CallContext, jsonObject, page, projectOf } from '../call.js';
import { SlsError } from '../error.js';
import { checkQuota } from '../quotas.js';
import { parameter } from '../router.js';
import {
  asObject,
  documentJson,
  isResourceName,
  replaceDocument,
  type StoredDocument,
  storeDocument,
} from '../stored-document.js';

export function createConfig(context: CallContext): Answer {
  const { configs } = projectOf(context).logtail;
  const body = jsonObject(context, 'JsonInfoInvalid');
  const name = body.configName;
  if (!isResourceName(name)) throw invalid(`configName ${JSON.stringify(name)} is invalid`);
  checkBody(body);
  if (configs.has(name)) throw new SlsError(400, 'ConfigAlreadyExist', `config ${name} already exists`);
  checkQuota('config', configs.size, context.switches.maxConfigs);
  configs.set(name, storeDocument(body, context.nowMs));
  return emptyAnswer;
}

export function updateConfig(context: CallContext): Answer {
  const config = configOf(context);
  const body = jsonObject(context, 'JsonInfoInvalid');
  checkBody(body);
  replaceDocument(config, { ...body, configName: context.route.config }, context.nowMs);
  return emptyAnswer;
}

export function getConfig(context: CallContext): Answer {
  return jsonAnswer(documentJson(configOf(context)));
}

export function listConfig(context: CallContext): Answer {
  const name = parameter(context.request, 'configName') ?? '';
  const logstore = parameter(context.request, 'logstoreName') ?? '';
  const found = [...projectOf(context).logtail.configs]
    .filter(([each]) => each.includes(name))
    .filter(([, { body }]) => logstore === '' || asObject(body.outputDetail)?.logstoreName === logstore)
    .map(([each]) => each);
  return jsonAnswer(page(context, found.sort(), 'configs'));
}

/** It is taken from the machine groups, too. */
export function deleteConfig(context: CallContext): Answer {
  configOf(context);
  const { configs, machineGroups } = projectOf(context).logtail;
  const name = context.route.config ?? '';
  for (const group of machineGroups.values()) group.configs.delete(name);
  configs.delete(name);
  return emptyAnswer;
}

export function getAppliedMachineGroups(context: CallContext): Answer {
  configOf(context);
  const groups = [...projectOf(context).logtail.machineGroups]
    .filter(([, group]) => group.configs.has(context.route.config ?? ''))
    .map(([name]) => name);
  return jsonAnswer({ count: groups.length, machinegroups: groups.sort() });
}

export function configOf(context: CallContext): StoredDocument {
  const name = context.route.config ?? '';
  const config = projectOf(context).logtail.configs.get(name);
  if (!config) throw new SlsError(404, 'ConfigNotExist', `config ${name} does not exist`);
  return config;
}

function checkBody(body: Readonly<Record<string, unknown>>): void {
  const { inputType, outputType } = body;
  const input = asObject(body.inputDetail);
  const output = asObject(body.outputDetail);
  if (inputType !== 'file' && inputType !== 'plugin' && inputType !== 'syslog') throw invalid('inputType is invalid');
  if (!input) throw invalid('inputDetail is invalid');
  if (outputType !== 'LogService') throw invalid('outputType is invalid');
  if (typeof output?.logstoreName !== 'string') throw invalid('logstoreName of outputDetail is invalid');
  if (inputType === 'file') checkFile(input);
}

function checkFile(input: Readonly<Record<string, unknown>>): void {
  for (const name of ['logType', 'logPath', 'filePattern']) {
    if (typeof input[name] !== 'string') throw invalid(`${name} of inputDetail is invalid`);
  }
  const { filterKey = [], filterRegex = [] } = input;
  if (!Array.isArray(filterKey) || !Array.isArray(filterRegex) || filterKey.length !== filterRegex.length) {
    throw invalid('filterKey and filterRegex are not of one length');
  }
}

const invalid = (message: string): SlsError => new SlsError(400, 'InvalidParameter', message);
