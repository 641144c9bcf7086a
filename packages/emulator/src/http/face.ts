import type { RawRequest } from './request.js';

/** An answer before faults touch it. Header names are in lower case: one vendor SDK finds no other spelling. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What a request is about; fault rules match on it. */
export interface CallInfo {
  /** The vendor's name of the call, `PullLogs`; `unknown` where no route matches. */
  readonly call: string;
  readonly project?: string;
  readonly logstore?: string;
  readonly shard?: string;
  readonly group?: string;
  readonly consumer?: string;
}

/** One service's wire face. The server in front of it knows nothing of the service, the face nothing of sockets. */
export interface Face {
  identify(request: RawRequest): CallInfo;
  /** Total: what goes wrong is an answer, too. */
  answer(request: RawRequest, info: CallInfo): Answer;
  /** An error in the service's own shape, for faults and for bodies that are too long. */
  refuse(status: number, code: string, message: string): Answer;
  /** What this service says when a quota is used up. */
  readonly throttleCode: (info: CallInfo) => string;
  /** The header that names a body's size before compression. */
  readonly rawSizeHeader: string;
}
