import type { Answer } from '../http/face.js';

const NOTHING = new Uint8Array(0);

/** 200 with nothing in it; the face adds what all answers have. */
export const emptyAnswer: Answer = { status: 200, headers: {}, body: NOTHING };

export function jsonAnswer(value: unknown): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(value)),
  };
}

export function errorAnswer(status: number, errorCode: string, errorMessage: string): Answer {
  return { ...jsonAnswer({ errorCode, errorMessage }), status, refusal: errorCode };
}

/** Text in a header, as its bytes in UTF-8; characters that no header can hold are left out. */
export function headerText(text: string): string {
  return Buffer.from(text.replace(/\p{Cc}/gu, ''), 'utf8').toString('latin1');
}
