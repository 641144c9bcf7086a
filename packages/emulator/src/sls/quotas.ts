import { SlsError } from './error.js';

/**
 * Refuses one more of what there may be `most` of. Only calls over the wire ask: a test's hands may make as many as it
 * likes. The documents name this code for logstores; that it is the code of the others, too, is a guess.
 */
export function checkQuota(what: string, there: number, most: number): void {
  if (there < most) return;
  throw new SlsError(400, 'ProjectQuotaExceed', `${what} count ${there} exceeds the quota of ${most}`);
}
