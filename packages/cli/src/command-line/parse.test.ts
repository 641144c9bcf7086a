import { expect, test } from 'vitest';
import { parseCommandLine, UsageError } from './command-line.js';

test.each([
  [['config', 'check'], { kind: 'config-check', file: undefined, all: false }],
  [['config', 'check', '--all', 'a.yaml'], { kind: 'config-check', file: 'a.yaml', all: true }],
  [['run', './p.js'], { kind: 'run', module: './p.js', file: undefined, provider: undefined }],
  [
    ['run', '--config=a.json', 'p.js', '--provider', 'x'],
    { kind: 'run', module: 'p.js', file: 'a.json', provider: 'x' },
  ],
  [['emulator', '--port', '1', 'x'], { kind: 'emulator', args: ['--port', '1', 'x'] }],
  [['run', '--help'], { kind: 'help' }],
  [['--version'], { kind: 'version' }],
])('%o is understood', (args, command) => {
  expect(parseCommandLine(args)).toEqual(command);
});

test.each([
  [[], 'there is no command.'],
  [['chekc'], 'there is no command "chekc".'],
  [['config'], '"polylog config" is followed by "check".'],
  [['config', 'check', '--al'], "Unknown option '--al'."],
  [['config', 'check', 'a', 'b'], '"polylog config check" takes one file.'],
  [['run'], '"polylog run" takes one module: polylog run ./processor.js'],
  [['run', 'a', '--config'], "Option '--config <value>' argument missing."],
])('%o is not', (args, text) => {
  expect(() => parseCommandLine(args)).toThrow(new UsageError(text));
});
