import type { Guarantees } from './driver.js';

/** What each guarantee can be. Where one is more than another, the most comes first. */
export const guaranteeValues: { readonly [Name in keyof Guarantees]: readonly Guarantees[Name][] } = {
  order: ['lineage', 'partition'],
  commit: ['fenced', 'last-writer-wins', 'unknown'],
  forgotten: ['told', 'silent'],
  leave: ['released', 'after-timeout'],
  time: ['receive', 'event'],
  endBound: ['native', 'by-position'],
  groupCreation: ['by-member', 'beforehand'],
  sessionTimeout: ['settable', 'readable', 'assumed'],
  readSize: ['log-groups', 'bytes', 'records'],
  lag: ['time', 'records', 'none'],
  members: ['listed', 'hidden'],
  recordId: ['stable', 'per-read'],
  skips: ['reported', 'silent'],
};
