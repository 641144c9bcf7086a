import type { Balancer } from '@polylog/core/driver';
import { documentsOf, type KeptDocument, type KeptState, plainFields } from '../data/kept-state.js';
import type { LogShelf } from '../store/log-shelf.js';
import type { Account, LogGroup } from './account.js';
import { createLtsGroup, type KeptLtsGroup } from './consumer-group.js';
import { createLogStream, type KeptLogStream } from './log-stream.js';
import type { KeptLtsShard } from './shard.js';
import type { LtsSwitches } from './switches.js';

export interface KeptAccountParts {
  readonly account: Account;
  readonly switches: LtsSwitches;
  readonly balancer: Balancer;
  readonly shelf: LogShelf;
}

/** What survives of an account: all of it, but for the members of consumer groups and what they hold, and locked keys. */
export function keptAccount({ account, switches, balancer, shelf }: KeptAccountParts): KeptState {
  function* documents(): Generator<KeptDocument> {
    for (const logGroup of account.logGroups.values()) {
      yield { key: ['log-group', logGroup.id], value: plainFields(logGroup, ['streams']) };
      for (const stream of logGroup.streams.values()) {
        const names = [logGroup.id, stream.id];
        yield { key: ['log-stream', ...names], value: stream.toKeep() };
        for (const shard of stream.allShards()) {
          yield { key: ['shard', ...names, String(shard.id)], value: shard.toKeep(), log: shard.log };
        }
        for (const group of stream.groups.values()) {
          yield { key: ['consumer-group', ...names, group.name], value: group.toKeep() };
        }
      }
    }
  }

  return {
    documents,
    load(kept) {
      account.logGroups.clear();
      for (const { value } of documentsOf<Omit<LogGroup, 'streams'>>(kept, 'log-group')) {
        account.logGroups.set(value.id, { ...value, streams: new Map() });
      }
      const shards = documentsOf<KeptLtsShard>(kept, 'shard');
      for (const {
        names: [logGroup = '', id],
        value: stream,
      } of documentsOf<KeptLogStream>(kept, 'log-stream')) {
        const own = shards.filter(({ names }) => names[0] === logGroup && names[1] === id).map(({ value }) => value);
        const created = createLogStream({
          ...stream,
          shardCount: own.length,
          switches,
          shelf,
          kept: { stream, shards: own },
        });
        account.logGroup(logGroup).streams.set(stream.id, created);
      }
      for (const {
        names: [logGroup = '', stream = ''],
        value,
      } of documentsOf<KeptLtsGroup>(kept, 'consumer-group')) {
        const group = createLtsGroup({ ...value, balancer, switches });
        account.logStream(logGroup, stream).groups.set(value.name, group);
      }
    },
  };
}
