import type { Tag } from '../account.js';
import { ClsError, invalidParameter } from '../error.js';
import { type Fields, objectsField, textField } from '../json.js';

const MOST_CHARACTERS = 255;
const MOST_TAGS = 10;

/** Of a logset or a topic (API reference, CreateLogset and CreateTopic). */
export function resourceName(fields: Fields, name: string): string {
  const found = textField(fields, name);
  if (found.length <= MOST_CHARACTERS && !found.includes('|')) return found;
  throw invalidParameter(`${name} must be 1 to ${MOST_CHARACTERS} characters without "|"`);
}

/** Undefined where none are named. */
export function tagsField(fields: Fields): readonly Tag[] | undefined {
  if (fields.Tags === undefined || fields.Tags === null) return undefined;
  const tags = objectsField(fields, 'Tags').map((tag) => {
    if (typeof tag.Value !== 'string') throw invalidParameter('Tags: Value is not a text');
    return { Key: textField(tag, 'Key'), Value: tag.Value };
  });
  if (tags.length > MOST_TAGS) throw invalidParameter(`Tags: at most ${MOST_TAGS}`);
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) throw invalidParameter('Tags: a key comes twice');
  return tags;
}

/** Ids of one's own are made with the number of a real account. */
export function refuseOwnId(fields: Fields, name: string): void {
  if (fields[name] === undefined || fields[name] === '') return;
  throw new ClsError(400, 'InvalidParam', `the emulator gives ids itself: leave ${name} out`, 'UnsupportedOperation');
}

/** `most` 0: no limit. */
export function checkLimit(kind: 'Logset' | 'Topic', there: number, most: number): void {
  if (most === 0 || there < most) return;
  throw new ClsError(403, `${kind}Exceed`, `there are ${there} already, and ${most} may be`, `LimitExceeded.${kind}`);
}
