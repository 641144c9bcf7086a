const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Text in a header: Node hands out its bytes as Latin-1, and the service writes UTF-8. */
export function headerText(value: string | undefined): string {
  if (value === undefined || !/[\x80-\xff]/.test(value)) return value ?? '';
  try {
    return utf8.decode(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}
