import { ConsumerError } from '@polylog/core/driver';
import { type FoundCredentials, loadSdk } from '@polylog/driver-kit';
import { type AskOptions, keysOf } from './federated-keys.js';

/** What the environment or a profile may say of keys. Empty is absent. */
export interface KeySettings {
  readonly ak?: string | undefined;
  readonly sk?: string | undefined;
  readonly securityToken?: string | undefined;
  readonly idpId?: string | undefined;
  readonly idTokenFile?: string | undefined;
  readonly iamEndpoint?: string | undefined;
}

/** How a place spells them, for messages. */
export type SettingNames = Readonly<Record<keyof KeySettings, string>>;

const sdk = {
  caller: 'huaweiDefaultCredentials',
  sdk: '@huaweicloud/huaweicloud-sdk-core',
  addOn: '@polylog/huawei-sdk',
};

/** An identity provider before keys, as the vendor's other SDKs have it. Half of either is a mistake. */
export async function keysOfSettings(
  settings: KeySettings,
  names: SettingNames,
  o: AskOptions,
): Promise<FoundCredentials> {
  const { ak, sk, securityToken, idpId, idTokenFile, iamEndpoint } = settings;
  refuseHalf(o.name, settings, names, 'idpId', 'idTokenFile');
  refuseHalf(o.name, settings, names, 'ak', 'sk');
  if (!idpId && !ak) return { none: `neither ${names.ak} and ${names.sk} nor ${names.idpId} are set` };
  const { BasicCredentials } = await loadSdk(sdk, () => import('@huaweicloud/huaweicloud-sdk-core'));
  const credentials = new BasicCredentials();
  if (idpId && idTokenFile) {
    credentials.withIdpId(idpId).withIdTokenFile(idTokenFile);
    if (iamEndpoint) credentials.withIamEndpoint(iamEndpoint);
  } else {
    credentials.withAk(ak).withSk(sk).withSecurityToken(securityToken);
  }
  return await keysOf(credentials, o);
}

function refuseHalf(
  place: string,
  settings: KeySettings,
  names: SettingNames,
  one: keyof KeySettings,
  other: keyof KeySettings,
): void {
  if (Boolean(settings[one]) === Boolean(settings[other])) return;
  const [there, missing] = settings[one] ? [one, other] : [other, one];
  throw new ConsumerError(
    'invalid-argument',
    `${place} has ${names[there]} and no ${names[missing]}. Set both, or none.`,
  );
}
