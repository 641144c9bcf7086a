import type { Balancer } from '@polylog/core/driver';
import { documentsOf, type KeptDocument, type KeptState, plainFields } from '../data/kept-state.js';
import type { LogShelf } from '../store/log-shelf.js';
import type { Account, Project } from './account.js';
import { createConsumerGroup, type KeptConsumerGroup } from './consumer-group.js';
import { createLogstore, type KeptLogstore } from './logstore.js';
import type { KeptShard } from './shard.js';
import type { SlsSwitches } from './switches.js';

export interface KeptAccountParts {
  readonly account: Account;
  readonly switches: SlsSwitches;
  readonly balancer: Balancer;
  readonly shelf: LogShelf;
}

/** What survives of an account: all of it, but for the members of consumer groups and what they hold. */
export function keptAccount({ account, switches, balancer, shelf }: KeptAccountParts): KeptState {
  function* documents(): Generator<KeptDocument> {
    for (const project of account.projects.values()) {
      yield { key: ['project', project.name], value: plainFields(project, ['logstores']) };
      for (const logstore of project.logstores.values()) {
        const names = [project.name, logstore.name];
        yield { key: ['logstore', ...names], value: logstore.toKeep() };
        for (const shard of logstore.allShards()) {
          yield { key: ['shard', ...names, String(shard.id)], value: shard.toKeep(), log: shard.log };
        }
        for (const group of logstore.consumerGroups.values()) {
          yield { key: ['consumer-group', ...names, group.name], value: group.toKeep() };
        }
      }
    }
  }

  return {
    documents,
    load(kept) {
      account.projects.clear();
      for (const { value } of documentsOf<Omit<Project, 'logstores'>>(kept, 'project')) {
        account.projects.set(value.name, { ...value, logstores: new Map() });
      }
      const shards = documentsOf<KeptShard>(kept, 'shard');
      for (const { names, value } of documentsOf<KeptLogstore>(kept, 'logstore')) {
        const own = shards.filter((shard) => isIn(names, shard.names)).map((shard) => shard.value);
        const logstore = createLogstore({
          name: value.name,
          shardCount: own.length,
          body: value.body,
          nowMs: value.createdAtMs,
          segmentBytes: switches.pullMaxBytes,
          shelf,
          kept: { logstore: value, shards: own },
        });
        account.project(names[0] as string).logstores.set(value.name, logstore);
      }
      for (const { names, value } of documentsOf<KeptConsumerGroup>(kept, 'consumer-group')) {
        const group = createConsumerGroup({
          name: value.name,
          timeoutSeconds: value.timeoutSeconds,
          order: value.order,
          balancer,
          switches,
          kept: value,
        });
        const [project, logstore] = names as [string, string];
        account.project(project).logstores.get(logstore)?.consumerGroups.set(value.name, group);
      }
    },
  };
}

const isIn = (parent: readonly string[], names: readonly string[]): boolean =>
  parent.every((name, at) => names[at] === name);
