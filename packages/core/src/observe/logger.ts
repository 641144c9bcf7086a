import { stderr } from 'node:process';
import type { ConsumerEvent } from './events.js';

/** Where log lines go; a level that is absent costs nothing. `console` fits. What one throws is reported by Node as an uncaught exception. */
export interface Logger {
  debug?(message: string, fields: LogFields): void;
  info?(message: string, fields: LogFields): void;
  warn?(message: string, fields: LogFields): void;
  error?(message: string, fields: LogFields): void;
}

/** The event behind the line. */
export type LogFields = ConsumerEvent;

export const silentLogger: Logger = {};

/** Warnings and errors, one line each. */
export const stderrLogger: Logger = {
  warn: (message) => void stderr.write(`polylog warning: ${message}\n`),
  error: (message) => void stderr.write(`polylog error: ${message}\n`),
};
