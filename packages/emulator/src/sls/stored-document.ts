/** A JSON object of the service that is kept and given back as it came: an index, a Logtail configuration, a shipper. */
export interface StoredDocument {
  body: Readonly<Record<string, unknown>>;
  readonly createdAtMs: number;
  modifiedAtMs: number;
}

export function storeDocument(body: StoredDocument['body'], nowMs: number): StoredDocument {
  return { body, createdAtMs: nowMs, modifiedAtMs: nowMs };
}

export function replaceDocument(document: StoredDocument, body: StoredDocument['body'], nowMs: number): void {
  document.body = body;
  document.modifiedAtMs = nowMs;
}

/** With its two times, in seconds. */
export function documentJson({ body, createdAtMs, modifiedAtMs }: StoredDocument): Record<string, unknown> {
  const seconds = (epochMs: number): number => Math.floor(epochMs / 1000);
  return { ...body, createTime: seconds(createdAtMs), lastModifyTime: seconds(modifiedAtMs) };
}

/** Of a Logtail configuration, machine group or shipper: 2 to 128 characters, a letter or digit at both ends. */
export function isResourceName(name: unknown): name is string {
  return typeof name === 'string' && /^[0-9A-Za-z][0-9A-Za-z_-]{0,126}[0-9A-Za-z]$/.test(name);
}

export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
