import { cls } from './cls.mjs';
import { lts } from './lts.mjs';
import { sls } from './sls.mjs';

/**
 * What the bench asks of a service: how to fill the emulator, and how to read it place by place.
 *
 * @typedef {object} Service
 * @property {string} title
 * @property {readonly string[]} args of the emulator
 * @property {(sender: any, logs: readonly { timeSeconds: number, contents: any }[]) => Promise<void>} write one log group
 * @property {(sender: any) => Promise<string>} begin the first place
 * @property {(sender: any, place: string, onChunk?: (chunk: Buffer) => void) => Promise<{ headers: any, bytes: Buffer }>} pull
 * @property {(answer: { headers: any, bytes: Buffer }) => { next: string, rawBytes: number }} read no raw bytes at the tail
 * @property {(bytes: Buffer) => Buffer | string} content the body without what differs from answer to answer
 */

/** @type {Readonly<Record<string, Service>>} */
export const services = { sls, cls, lts };
