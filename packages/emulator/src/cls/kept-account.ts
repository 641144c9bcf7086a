import type { Balancer } from '@polylog/core/driver';
import { documentsOf, type KeptDocument, type KeptState, plainFields } from '../data/kept-state.js';
import type { LogShelf } from '../store/log-shelf.js';
import type { Account, Logset } from './account.js';
import { createClsGroup, type KeptGroup } from './consumer-group.js';
import type { KeptPartition } from './partition.js';
import type { ClsSwitches } from './switches.js';
import { createTopic, type KeptTopic } from './topic.js';

export interface KeptAccountParts {
  readonly account: Account;
  readonly switches: ClsSwitches;
  readonly balancer: Balancer;
  readonly shelf: LogShelf;
}

/** What survives of an account: all of it, but for the members of consumer groups and what they hold, and used quotas. */
export function keptAccount({ account, switches, balancer, shelf }: KeptAccountParts): KeptState {
  function* documents(): Generator<KeptDocument> {
    for (const logset of account.logsets.values()) {
      yield { key: ['logset', logset.id], value: plainFields(logset, ['groups']) };
      for (const group of logset.groups.values()) {
        yield { key: ['consumer-group', logset.id, group.name], value: group.toKeep() };
      }
    }
    for (const topic of account.topics.values()) {
      yield { key: ['topic', topic.id], value: topic.toKeep() };
      for (const partition of topic.allPartitions()) {
        yield { key: ['partition', topic.id, String(partition.id)], value: partition.toKeep(), log: partition.log };
      }
    }
  }

  return {
    documents,
    load(kept) {
      account.logsets.clear();
      account.topics.clear();
      for (const { value } of documentsOf<Omit<Logset, 'groups'>>(kept, 'logset')) {
        account.logsets.set(value.id, { ...value, groups: new Map() });
      }
      for (const { names, value } of documentsOf<KeptGroup>(kept, 'consumer-group')) {
        const group = createClsGroup({ ...value, balancer, switches });
        account.logset(names[0] as string).groups.set(value.name, group);
      }
      const partitions = documentsOf<KeptPartition>(kept, 'partition');
      for (const { value: topic } of documentsOf<KeptTopic>(kept, 'topic')) {
        const own = partitions.filter(({ names: [id] }) => id === topic.id).map(({ value }) => value);
        const { id, name, logsetId, ttlDays, allowAnonymous, extra, createdAtMs: nowMs } = topic;
        const fields = { id, name, logsetId, ttlDays, allowAnonymous, extra, nowMs, partitionCount: own.length };
        account.topics.set(id, createTopic({ ...fields, switches, shelf, kept: { topic, partitions: own } }));
      }
    },
  };
}
