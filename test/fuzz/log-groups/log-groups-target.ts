import { isConsumerError, type LogRecord } from '@polylog/core/driver';
import { type LogGroupList, readLogGroupList } from '@polylog/driver-kit';
import { meterAllocations } from '../allocations.js';
import { damaged } from '../damage.js';
import { createDraw, type Draw } from '../draw.js';
import type { FuzzCase } from '../fuzz-case.js';
import { BrokenPromise, type FuzzTarget, type Outcome } from '../fuzz-target.js';
import { expectedRecords, recordId } from './expected-record.js';
import { type FieldMapName, fieldMaps } from './field-maps.js';
import { mutatedLogGroups } from './mutated-log-groups.js';
import { type Reference, type ReferenceList, referenceFor } from './reference.js';
import { checkAtRandom, checkInOrder, checkReleased } from './same-records.js';
import { validLogGroups } from './valid-log-groups.js';

const MAPS: readonly FieldMapName[] = ['sls', 'cls'];
const STRINGS = ['safe', 'shared'] as const;
type Strings = (typeof STRINGS)[number];

const references: Readonly<Record<FieldMapName, Reference>> = {
  sls: referenceFor(fieldMaps.sls),
  cls: referenceFor(fieldMaps.cls),
};

/** The lazy reader, against protobufjs, as one service numbers its fields. A case that names no map or no strings is read with all of them. */
export const logGroupsTarget = (name: string, map: FieldMapName): FuzzTarget => ({
  name,
  valid: (draw) => ({ fields: settings(draw, map), body: validLogGroups(draw, map, references[map]) }),
  mutate(draw, { fields, body }, other) {
    if (draw.chance(0.25)) return { fields, body: damaged(draw, body, other.body) };
    const changed = mutatedLogGroups(draw, body, other.body, fieldMaps[fields.map as FieldMapName]);
    return { fields, body: draw.chance(0.1) ? damaged(draw, changed, other.body) : changed };
  },
  random(draw) {
    return { fields: settings(draw, map), body: draw.bytes(draw.below(draw.pick([4, 30, 300]))) };
  },
  run: ({ fields, body }) => {
    const maps = MAPS.filter((name) => fields.map === undefined || name === fields.map);
    const strings = STRINGS.filter((name) => fields.strings === undefined || name === fields.strings);
    const outcomes = maps.flatMap((one) =>
      strings.map((each) => readBoth(createDraw(Number(fields.order ?? 0)), body, one, each)),
    );
    return outcomes.includes('valid') ? 'valid' : 'refused';
  },
});

function settings(draw: Draw, map: FieldMapName): FuzzCase['fields'] {
  return { map, strings: draw.pick(STRINGS), order: String(draw.below(2 ** 31)) };
}

/** `draw` chooses in which order the records are asked. */
function readBoth(draw: Draw, bytes: Buffer, map: FieldMapName, strings: Strings): Outcome {
  const ours = open(bytes, map, strings);
  let theirs: { readonly list: ReferenceList; readonly exception: string | undefined } | undefined;
  let theirError: unknown;
  try {
    theirs = references[map].decode(bytes);
  } catch (error) {
    theirError = error;
  }
  if (ours === undefined) {
    if (theirs === undefined || theirs.exception !== undefined) return 'refused';
    throw new BrokenPromise('we refuse what protobufjs takes');
  }
  if (theirs === undefined) throw new BrokenPromise('we take what protobufjs refuses', theirError);
  if (theirs.exception !== undefined) throw new BrokenPromise(`we take ${theirs.exception}`);

  const expected = expectedRecords(theirs.list, fieldMaps[map]);
  const groupCount = theirs.list.Groups?.length ?? 0;
  if (ours.groupCount !== groupCount) throw new BrokenPromise(`${ours.groupCount} groups, and ${groupCount} there are`);
  if (ours.recordCount !== expected.length) {
    throw new BrokenPromise(`${ours.recordCount} records, and ${expected.length} there are`);
  }
  const inOrder = (): void => checkInOrder([...ours.records], expected, bytes);
  const atRandom = (): void => checkAtRandom(draw, [...ours.records], expected, bytes);
  // Whoever comes second reads by what the body has learnt of its names from the first.
  for (const check of draw.shuffled([inOrder, atRandom])) check();
  release(ours);
  return 'valid';
}

/** Opening asks for memory in proportion to what came, whatever lengths the body claims: 4 bytes for each, and 2 KiB. */
const mostAllocated = (bytes: Buffer): number => 4 * bytes.length + 2048;

function open(bytes: Buffer, map: FieldMapName, strings: Strings): LogGroupList | undefined {
  const allocated = meterAllocations();
  let list: LogGroupList | undefined;
  try {
    list = readLogGroupList(bytes, { fields: fieldMaps[map], recordId, strings });
  } catch (error) {
    if (!isConsumerError(error) || error.code !== 'corrupt-data') throw error;
  }
  if (allocated() > mostAllocated(bytes)) {
    throw new BrokenPromise(`opening ${bytes.length} bytes asked for ${allocated()} bytes of memory`);
  }
  return list;
}

const uses: readonly ((record: LogRecord) => unknown)[] = [
  (record) => record.id,
  (record) => record.timeNs,
  (record) => record.epochMs,
  (record) => record.tags,
  (record) => record.get('a'),
  (record) => record.getBytes('a'),
  (record) => record.entries().next(),
  (record) => record.toObject(),
];

function release(list: LogGroupList): void {
  const records = list.records[Symbol.iterator]();
  const record: LogRecord | undefined = records.next().value;
  const walk = record?.entries();
  // Asked before, too: nothing that a record remembers may answer for it.
  if (record !== undefined) for (const use of uses) use(record);
  list.release();
  checkReleased(() => records.next());
  if (record === undefined) return;
  checkReleased(() => walk?.next());
  for (const use of uses) checkReleased(() => use(record));
}
