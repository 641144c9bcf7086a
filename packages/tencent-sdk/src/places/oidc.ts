import { ConsumerError } from '@polylog/core/driver';
import type { Address, CredentialPlace } from '@polylog/driver-kit';
import { hostOf } from '@polylog/driver-kit';
import { type CredentialClasses, credentialClasses } from '../credential-classes.js';
import { sdkText } from '../sdk-text.js';
import { temporaryKeys } from '../temporary-keys.js';
import { type SentRequests, watchedCall } from '../watched-call.js';

/** What a cluster (TKE) sets in a pod that has a service account with a role. */
const VARIABLES = ['TKE_REGION', 'TKE_PROVIDER_ID', 'TKE_WEB_IDENTITY_TOKEN_FILE', 'TKE_ROLE_ARN'] as const;

export interface OidcSettings {
  /** Where STS is. Absent: the SDK's own. */
  readonly stsEndpoint: Address | undefined;
  readonly timeoutMs: number;
}

/**
 * A role for the token of an OIDC provider, by STS. As with the instance role, the SDK's class sends the request and its
 * cache is left alone: it takes 600 seconds for milliseconds, so that it would renew 0.6 s before the end.
 */
export function oidc(settings: OidcSettings): CredentialPlace {
  return {
    name: 'OIDC',
    async find({ signal }) {
      const missing = VARIABLES.filter((name) => !process.env[name]);
      if (missing.length === VARIABLES.length) return { none: `${VARIABLES.join(', ')} are not set` };
      if (missing.length > 0) {
        const text = `OIDC: ${missing.join(', ')} not set, and others of ${VARIABLES.join(', ')} are. Set all of them, or none.`;
        throw new ConsumerError('invalid-argument', text);
      }
      const exchange = exchangeOf(await credentialClasses(), settings);
      const given = await watchedCall(signal, exchange);
      if ('value' in given) return { credentials: temporaryKeys(given.value) };
      throw new ConsumerError(codeOf(given.sent), `OIDC: ${sdkText(given.error)}`);
    },
  };
}

/** The SDK drops STS's code and says everything in one text. */
function codeOf({ count, lastStatus }: SentRequests): ConsumerError['code'] {
  if (count === 0) return 'invalid-argument';
  return lastStatus === undefined || lastStatus === 429 || lastStatus >= 500 ? 'unavailable' : 'unknown';
}

function exchangeOf({ OIDCRoleArnCredential }: CredentialClasses, { stsEndpoint, timeoutMs }: OidcSettings) {
  class Exchange extends OIDCRoleArnCredential {
    readonly run = () => this.getCredentialWithStsAssumeRoleWithWebIdentity();
  }
  const httpProfile = {
    reqTimeout: Math.max(1, Math.ceil(timeoutMs / 1000)),
    ...(stsEndpoint && { protocol: `${stsEndpoint.scheme}://`, endpoint: hostOf(stsEndpoint) }),
  };
  // Without its second argument it takes what the cluster has set, and adds this; its types do not say so.
  const Untyped = Exchange as unknown as new (config: object) => Exchange;
  return new Untyped({ profile: { httpProfile } }).run;
}
