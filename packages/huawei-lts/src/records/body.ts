import { NameTable, recordReleased } from '@polylog/driver-kit';
import { LabelScanner } from './label-scanner.js';

/** What the records of one body read from. */
export interface OpenBody {
  readonly bytes: Buffer;
  readonly view: DataView;
  /** For walks that are over before anybody else can begin one. */
  readonly scanner: LabelScanner;
  readonly names: NameTable;
}

/** Holds the received bytes until the batch is released. */
export interface Body {
  open: OpenBody | undefined;
}

/** Of all bodies, since most have the same names as the one before. */
const names = new NameTable();

export function createBody(bytes: Buffer): Body {
  const scanner = new LabelScanner(bytes);
  return { open: { bytes, view: scanner.view, scanner, names } };
}

/** Everything that reads goes through here first, so that nothing is read from memory that holds another body by now. */
export function opened(body: Body): OpenBody {
  if (body.open === undefined) throw recordReleased();
  return body.open;
}
