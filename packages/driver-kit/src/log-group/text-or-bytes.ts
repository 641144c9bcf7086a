const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A value as text; what is no UTF-8 stays bytes, as a copy of its own. */
export function textOrBytes(value: Uint8Array): string | Uint8Array {
  try {
    return utf8.decode(value);
  } catch {
    return Uint8Array.from(value);
  }
}
