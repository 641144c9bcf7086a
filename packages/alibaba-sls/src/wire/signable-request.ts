/** What a signature covers: one request as it goes over the wire, with its query still decoded. */
export interface SignableRequest {
  /** Upper case. */
  readonly method: string;
  /** As it stands in the request target, without the query: repeated slashes and escapes kept. */
  readonly path: string;
  /** Decoded values, in any order; a name may come twice. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Lower-case names. Headers that the signature does not cover may be among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** As sent, that is after compression. */
  readonly body: Uint8Array | undefined;
}

/** Code unit order, not the locale's: both signatures sort by it. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `x-log-*` and `x-acs-*`, less the `x-log-meta-*` that no signature covers. */
export function isServiceHeader(name: string): boolean {
  return name.startsWith('x-acs-') || (name.startsWith('x-log-') && !name.startsWith('x-log-meta-'));
}
