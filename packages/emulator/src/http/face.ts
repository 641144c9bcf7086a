import type { Body } from './body.js';
import type { RawRequest, RequestHead } from './request.js';

/** An answer before faults touch it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
  /** The service's code of an answer that refuses, whatever its status says. */
  readonly refusal?: string;
}

/** What a request is about; fault rules match on it. */
export interface CallInfo {
  /** The vendor's name of the call, `PullLogs`; `unknown` where no route matches. */
  readonly call: string;
  /** Where a service has two: CLS's uploads and pulls, and its API 3.0; LTS's access node, and its gateway. */
  readonly plane?: 'data' | 'api' | 'access' | 'gateway';
  readonly project?: string;
  readonly logstore?: string;
  readonly shard?: string;
  readonly logset?: string;
  readonly topic?: string;
  readonly partition?: string;
  readonly logGroup?: string;
  readonly logStream?: string;
  readonly group?: string;
  readonly consumer?: string;
}

/** An error as a fault or a quota wants it; what is left out is the service's to fill in. */
export interface Refusal {
  readonly status?: number;
  readonly code?: string;
  readonly message: string;
}

/** One service's wire face. The server in front of it knows nothing of the service, the face nothing of sockets. */
export interface Face {
  /** Whether a request is this service's, by its head alone. */
  takes(head: RequestHead): boolean;
  identify(request: RawRequest): CallInfo;
  /** Total: what goes wrong is an answer, too. */
  answer(request: RawRequest, info: CallInfo): Answer;
  /** An error in the service's own shape. */
  refuse(refusal: Refusal, info: CallInfo): Answer;
  /** What this service says when a quota is used up. */
  throttle(refusal: Refusal, info: CallInfo): Answer;
  /** The answer with a lie about its body's size before compression. */
  withRawSize(answer: Answer, bytes: number): Answer;
}
