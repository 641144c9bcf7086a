import { answerTarget } from './cls/answer-target.js';
import { clsPullTarget } from './cls/pull-target.js';
import { snappyTarget } from './cls/snappy-target.js';
import { deflateTarget, zstdTarget } from './codecs/codec-targets.js';
import { lz4Target } from './codecs/lz4-target.js';
import type { FuzzTarget } from './fuzz-target.js';
import { logGroupsTarget } from './log-groups/log-groups-target.js';
import { ltsBodyTarget } from './lts/body-target.js';
import { ltsPullTarget } from './lts/pull-target.js';
import { jsonTarget } from './sls/json-target.js';
import { pullTarget } from './sls/pull-target.js';

/** Every decoder there is; undefined where this Node has it not. */
export const targets: ReadonlyMap<string, FuzzTarget | undefined> = new Map([
  ['log-groups', logGroupsTarget('log-groups', 'sls')],
  ['cls-log-groups', logGroupsTarget('cls-log-groups', 'cls')],
  ['lz4', lz4Target()],
  ['snappy', snappyTarget()],
  ['cls-answer', answerTarget],
  ['deflate', deflateTarget],
  ['zstd', zstdTarget],
  ['pull-answer', pullTarget],
  ['cls-pull-answer', clsPullTarget],
  ['lts-body', ltsBodyTarget()],
  ['lts-pull-answer', ltsPullTarget],
  ['json-answers', jsonTarget],
]);
