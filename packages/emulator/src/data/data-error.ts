/**
 * Why a data directory cannot be used: another emulator has it (`locked`), bytes are not what was written (`damaged`), it is of
 * another version (`version`), or the system refuses to read or write it (`unusable`).
 */
export type DataErrorCode = 'locked' | 'damaged' | 'version' | 'unusable';

export class DataError extends Error {
  override readonly name = 'DataError';
  readonly code: DataErrorCode;
  /** Where it is about one file. */
  readonly file: string | undefined;
  /** The byte at which the damaged entry begins. */
  readonly offset: number | undefined;

  constructor(
    code: DataErrorCode,
    message: string,
    details: { readonly file?: string; readonly offset?: number; readonly cause?: unknown } = {},
  ) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.file = details.file;
    this.offset = details.offset;
  }
}
