/** Response headers with lower-case names. */
export type ResponseHeaders = Readonly<Record<string, string | undefined>>;

export interface TransportRequest {
  /**
   * Which sockets to use: heartbeats, saves and other small calls go by `control` and never queue behind a `pull`, of
   * which any number may hang.
   */
  readonly lane: 'control' | 'pull';
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  /** Absolute; says where to connect. `headers.host` may name another host than this. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
  readonly signal: AbortSignal;
  /** From the call to the last byte of the answer; the clock stands still while `onHeaders` is pending. */
  readonly timeoutMs: number;
  /** A longer body is refused as `corrupt-data` before more than this is held. Absent: 16 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /**
   * How many of the body's first bytes `onHeaders` is shown, where the size of what a body holds stands there. They are
   * read first, and stay in the body. Absent: none.
   */
  readonly peekBytes?: number | undefined;
  /**
   * Called once, before the body is read; `firstBytes` are those asked for by `peekBytes`, fewer only where the body has
   * fewer. A buffer that it answers with is filled from its start (a body that does not
   * fit is `corrupt-data`) and comes back as a part of it in `TransportResponse.body`. May take its time: nothing is read meanwhile.
   * What it throws is what `send` rejects with. If the call ends while it is pending (abort, close), its later answer is
   * dropped. Nothing is written into the buffer any more once `send` has settled.
   */
  readonly onHeaders?:
    | ((
        status: number,
        headers: ResponseHeaders,
        firstBytes?: Buffer,
      ) => Buffer | undefined | Promise<Buffer | undefined>)
    | undefined;
}

export interface TransportResponse {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: Buffer;
}

/**
 * One attempt a call: no retry, no redirect. Every answered status resolves; rejects with a `TransportError` (see
 * `transport-error.ts`) or with `signal.reason`. Users may bring their own; one that ignores `onHeaders` or `peekBytes` is
 * slower, not wrong.
 */
export interface Transport {
  send(request: TransportRequest): Promise<TransportResponse>;
  /** Closes all sockets; calls in flight reject. */
  close(): Promise<void>;
}
