import type { Answer } from '../../http/face.js';
import { emptyAnswer, jsonAnswer } from '../answer.js';
import { type CallContext, jsonObject, logstoreOf } from '../call.js';
import { indexNotExist, parameterInvalid, SlsError } from '../error.js';
import { asObject, replaceDocument, storeDocument } from '../stored-document.js';

export function createIndex(context: CallContext): Answer {
  const logstore = logstoreOf(context);
  const body = checkedIndex(jsonObject(context, 'IndexInfoInvalid'));
  if (logstore.index) throw new SlsError(400, 'IndexAlreadyExist', 'log store index is already created');
  logstore.index = storeDocument(body, context.nowMs);
  return emptyAnswer;
}

export function updateIndex(context: CallContext): Answer {
  const { index } = logstoreOf(context);
  const body = checkedIndex(jsonObject(context, 'IndexInfoInvalid'));
  if (!index) throw parameterInvalid("index config doesn't exist.");
  replaceDocument(index, body, context.nowMs);
  return emptyAnswer;
}

export function getIndex(context: CallContext): Answer {
  const { index } = logstoreOf(context);
  if (!index) throw indexNotExist(context.switches.indexNotExistStatus);
  const lastModifyTime = Math.floor(index.modifiedAtMs / 1000);
  return jsonAnswer({ index_mode: 'v2', storage: 'pg', ...index.body, lastModifyTime });
}

export function deleteIndex(context: CallContext): Answer {
  const logstore = logstoreOf(context);
  if (!logstore.index) throw parameterInvalid("index config doesn't exist.");
  logstore.index = undefined;
  return emptyAnswer;
}

const TYPES = ['text', 'long', 'double', 'json'];

function checkedIndex(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (body.line === undefined && body.keys === undefined) throw infoInvalid('one of line and keys is needed');
  if (body.line !== undefined) checkLine(body.line);
  if (body.keys !== undefined) {
    const keys = asObject(body.keys);
    if (!keys) throw infoInvalid('keys is not an object');
    for (const [name, key] of Object.entries(keys)) checkKey(name, key);
  }
  return body;
}

function checkLine(value: unknown): void {
  const line = asObject(value);
  if (!line || !isTextList(line.token)) throw infoInvalid('required field token is lacking or of error format in line');
  if (line.include_keys !== undefined && line.exclude_keys !== undefined) {
    throw infoInvalid('include_keys and exclude_keys exclude each other');
  }
}

function checkKey(name: string, value: unknown): void {
  const key = asObject(value);
  if (!key || !TYPES.includes(String(key.type))) {
    throw infoInvalid(`the type of key ${name} is none of ${TYPES.join(', ')}`);
  }
  // One vendor's SDK sends null where its user names none, as with numbers.
  if (key.token != null && !isTextList(key.token)) throw infoInvalid(`the token of key ${name} is no list`);
}

const isTextList = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string');
const infoInvalid = (message: string): SlsError => new SlsError(400, 'IndexInfoInvalid', message);
