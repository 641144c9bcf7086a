import { invalidOption } from '../settings/option-values.js';
import { type Logger, silentLogger, stderrLogger } from './logger.js';

/** The option `logger` of a consumer or a producer. Throws `invalid-argument`. */
export function loggerOption(logger: Logger | 'silent' | undefined): Logger {
  if (logger === undefined) return stderrLogger;
  if (logger === 'silent') return silentLogger;
  if (typeof logger === 'object' && logger !== null) return logger;
  throw invalidOption(
    'logger',
    logger,
    "'silent' or an object with methods debug, info, warn or error, such as console",
  );
}
