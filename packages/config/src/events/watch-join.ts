import { ConsumerError, type Emit, type GroupSpec, type LogDriver, type Membership } from '@polylog/core/driver';
import type { ConfigState } from '../config-state.js';
import { delegate } from '../create-driver.js';
import { unmetGuarantees } from '../keys/unmet-guarantees.js';

/**
 * A driver whose first join is looked at: guarantees that were required and not given are refused, or told; and a group that
 * has saved nothing yet is told of, where the configuration has sections of other providers.
 */
export function watchJoin(driver: LogDriver, state: ConfigState, emit: Emit): LogDriver {
  const { required, others, provider, unsupported } = state;
  let isFirst = true;
  return {
    ...delegate(driver),
    async join(spec, options) {
      const membership = await driver.join(spec, options);
      const knownBefore = new Set(unmetGuarantees(required, driver.guarantees).map(({ name }) => name));
      for (const { name, wanted, found } of unmetGuarantees(required, membership.guarantees)) {
        const message = `require.${name} is ${wanted}, and ${provider} promises ${found}.`;
        if (unsupported === 'stop')
          throw new ConsumerError('unsupported', `${message} Require less, or say unsupported: warn.`);
        if (isFirst && !knownBefore.has(name)) emit({ kind: 'option-unsupported', option: `require.${name}`, message });
      }
      if (isFirst && others.length > 0) await tellElsewhere(driver, membership, spec, options.signal);
      isFirst = false;
      return membership;
    },
  };

  /** Watching must not change what happens: where this cannot be asked, the run will find out why. */
  async function tellElsewhere(
    log: LogDriver,
    membership: Membership,
    { group }: GroupSpec,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const ids = (await log.partitions({ signal })).map(({ id }) => id);
      const saved = [...(await membership.checkpoints(ids, { signal })).values()];
      if (saved.some(({ proven }) => proven)) return;
    } catch {
      return;
    }
    const message = `The group ${JSON.stringify(group)} has saved nothing yet with ${provider}. If it has with ${others.join(' or ')}, that stays there: checkpoints do not travel between clouds, and here it begins at "start".`;
    emit({ kind: 'checkpoints-elsewhere', providers: others, message });
  }
}
