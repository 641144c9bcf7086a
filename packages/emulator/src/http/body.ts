/** Of an answer: whole, or in parts, so that what is kept in pieces does not have to be copied together for each answer. */
export type Body = Uint8Array | readonly Uint8Array[];

export function bodyParts(body: Body): readonly Uint8Array[] {
  return body instanceof Uint8Array ? [body] : body;
}

export function bodyLength(body: Body): number {
  return bodyParts(body).reduce((sum, part) => sum + part.length, 0);
}

/** In one piece; a whole body is given back as it is. */
export function wholeBody(body: Body): Uint8Array {
  return body instanceof Uint8Array ? body : Buffer.concat(body);
}
