/** A body, in the two forms in which it is read. */
export interface Memory {
  readonly bytes: Buffer;
  readonly view: DataView;
}
