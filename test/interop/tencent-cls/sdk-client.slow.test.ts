import {
  commitConsumerOffsets,
  createConsumerGroup,
  createLogset,
  createTopic,
  deleteConsumerGroup,
  deleteTopic,
  describeConsumerGroups,
  describeConsumerOffsets,
  describePartitions,
  describeTopics,
  mergePartition,
  modifyConsumerGroup,
  splitPartition,
} from '@polylog/tencent-cls/wire';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ClsService, logsetId, options, startClsService } from '../../tencent-cls/cls-service.js';
import { describeWithPeer } from '../peer.js';
import { patience } from '../script.js';
import { apiSdks, type OpenApi } from './api-sdks.js';

/** What no double holds. */
const LARGE = 2n ** 53n + 1n;
const topics = { orders: 2, refunds: 2 };
const group = { LogsetId: logsetId, ConsumerGroup: 'billing' };

let service: ClsService;
beforeEach(async () => {
  service = await startClsService({ topics, switches: { offsetBase: LARGE } });
});
afterEach(() => service.stop());

for (const { language, sdk, peer, exact, open } of apiSdks) {
  describeWithPeer(`the ${language} SDK of API 3.0, and ours`, sdk, peer, () => {
    let theirs: OpenApi;
    beforeAll(() => {
      theirs = open();
    });
    afterAll(() => theirs?.stop());

    const call = async (action: string, body: object): Promise<object> => {
      const outcome = await theirs.call(service.emulator.cls.endpoint, action, body);
      if ('refused' in outcome) throw new Error(`${action}: ${outcome.refused.code}`);
      return outcome.answer;
    };
