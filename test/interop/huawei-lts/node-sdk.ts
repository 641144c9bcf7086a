import type { HuaweiCredentials } from '@polylog/huawei-lts';
import { npmPackages } from '../../../scripts/peers/npm-packages.mjs';

/** Under which name `absent.md` would have it, which it may not. */
export const nodeSdk = 'npm: @huaweicloud/huaweicloud-sdk-core';

/** The SDK's own keys, and the calls that set them. */
export interface NodeCredentials extends HuaweiCredentials {
  withAk(ak: string): this;
  withSk(sk: string): this;
  withSecurityToken(token: string): this;
}

/** Of its requests, what is signed. */
interface NodeRequest {
  readonly method: string;
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly queryParams: Readonly<Record<string, string | readonly string[]>>;
  readonly data?: unknown;
}

interface Signer {
  sign(request: NodeRequest, credentials: object): { readonly Authorization: string };
}

/** The parts of the general SDK for Node that rows need. */
export interface NodeSdk {
  readonly BasicCredentials: new () => NodeCredentials;
  readonly GlobalCredentials: new () => NodeCredentials;
  readonly AKSKSigner: Signer;
  readonly DerivedAKSKSigner: Signer;
}

export const nodePackages = await npmPackages(new URL('node/', import.meta.url));

export function loadNodeSdk(require: NodeJS.Require): NodeSdk {
  const core = '@huaweicloud/huaweicloud-sdk-core';
  // It tells nobody of its signers; they are looked up where its credentials have them from.
  return { ...require(core), ...require(`${core}/auth/AKSKSigner`), ...require(`${core}/auth/DerivedAKSKSigner`) };
}
