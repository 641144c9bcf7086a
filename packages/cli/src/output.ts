/** Where a command writes whole lines. */
export interface Output {
  line(text: string): void;
  /** Problems, warnings and reports: what a processor prints stays alone on stdout. */
  error(text: string): void;
}

export const processOutput: Output = {
  line: (text) => void process.stdout.write(`${text}\n`),
  error: (text) => void process.stderr.write(`${text}\n`),
};
