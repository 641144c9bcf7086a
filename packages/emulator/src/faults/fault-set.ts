import type { Random } from '@polylog/core/driver';
import type { CallInfo } from '../http/face.js';
import { checkRule, type FaultAction, type FaultRule, matches } from './rule.js';

export interface FaultSet {
  /** Rules are tried in the order they were added. Returns a function that removes this one; twice is harmless. */
  add(rule: FaultRule): () => void;
  clear(): void;
  /** How many calls each kind of action has hit since the start. */
  hits(): Readonly<Record<string, number>>;
  /** Everything that happens to this call: all delays that match, and the first other action. */
  pick(info: CallInfo): readonly FaultAction[];
}

export function createFaultSet(random: Random): FaultSet {
  const rules: { readonly rule: FaultRule; seen: number; hits: number }[] = [];
  const hits: Record<string, number> = {};
  return {
    add(rule) {
      checkRule(rule);
      const entry = { rule, seen: 0, hits: 0 };
      rules.push(entry);
      return () => {
        const at = rules.indexOf(entry);
        if (at >= 0) rules.splice(at, 1);
      };
    },
    clear: () => {
      rules.length = 0;
    },
    hits: () => ({ ...hits }),
    pick(info) {
      const picked: FaultAction[] = [];
      let decided = false;
      for (const entry of [...rules]) {
        const { rule } = entry;
        if (decided && rule.action.kind !== 'delay') continue;
        if (!matches(rule.match, info)) continue;
        entry.seen += 1;
        if (entry.seen <= (rule.after ?? 0)) continue;
        if (rule.probability !== undefined && random() >= rule.probability) continue;
        entry.hits += 1;
        if (rule.times !== undefined && entry.hits >= rule.times) rules.splice(rules.indexOf(entry), 1);
        hits[rule.action.kind] = (hits[rule.action.kind] ?? 0) + 1;
        picked.push(rule.action);
        decided ||= rule.action.kind !== 'delay';
      }
      return picked;
    },
  };
}
