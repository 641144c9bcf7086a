/** One set of keys. Never logged, never part of a message. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials (STS). */
  readonly securityToken?: string;
  /** When a temporary credential runs out, epoch milliseconds, if known. */
  readonly expiresAtMs?: number;
}

/**
 * Where credentials come from: the keys themselves, or a function that is asked before use. `refresh` is true when what
 * was given last has been refused by the service, has expired or is about to, so a cached value must not be given again.
 */
export type CredentialSource =
  | Credentials
  | ((options: { readonly refresh: boolean; readonly signal: AbortSignal }) => Promise<Credentials>);
