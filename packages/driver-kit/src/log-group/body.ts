import { NameTable } from '../records/name-table.js';
import { recordReleased } from '../records/record-released.js';
import { Wire } from './wire.js';

/** What the records of one body read from. */
export interface OpenBody {
  readonly bytes: Buffer;
  readonly view: DataView;
  /** For walks that are over before anybody else can begin one. */
  readonly wire: Wire;
  readonly names: NameTable;
}

/** Holds the received bytes until the batch is released. */
export interface Body {
  open: OpenBody | undefined;
}

/** Of all bodies, since most have the same names as the one before. */
const names = new NameTable();

export function createBody(bytes: Buffer): Body {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { open: { bytes, view, wire: new Wire(bytes), names } };
}

/** Everything that reads goes through here first, so that nothing is read from memory that holds another body by now. */
export function opened(body: Body): OpenBody {
  if (body.open === undefined) throw recordReleased();
  return body.open;
}
