/** Thrown for a command line that makes no sense; the message is one line for people. */
export class UsageError extends Error {}
