import { type Command, command } from '../command-line/command.js';
import { configOptions } from '../command-line/shared-options.js';

/** What a program and its configuration are checked, run and tried with. */
export const programCommands: readonly Command[] = [
  command({
    name: 'config check',
    summary: 'says everything that is wrong with a configuration; sends nothing',
    arguments: [
      {
        name: 'FILE',
        optional: true,
        file: true,
        description: 'the configuration (default: polylog.config.* of this folder)',
      },
    ],
    options: { all: { type: 'flag', description: 'looks at the sections of all providers' } },
    async run({ arguments: [file], options: { all } }, { output }) {
      const { checkAll, checkOne } = await import('./config-check.js');
      return all ? checkAll(file, output) : checkOne(file, output);
    },
  }),
  command({
    name: 'run',
    summary: 'runs the processor of a module by the configuration',
    details:
      'Until everything is read, something fails, or SIGINT or SIGTERM comes; then drains and saves. Another signal, a second\nlater or more, ends it at once.',
    arguments: [{ name: 'MODULE', file: true, description: 'the path of a module: ./processor.js' }],
    options: configOptions,
    async run({ arguments: [module = ''], options: { config: file, provider } }, { output }) {
      const { run } = await import('./run.js');
      return run({ module, file, provider }, output);
    },
  }),
  {
    kind: 'handed-on',
    name: 'emulator',
    usage: '[FLAGS]',
    summary: 'the services on localhost (needs @polylog/emulator; --help lists the flags)',
    async run(args) {
      const { emulator } = await import('./emulator.js');
      await emulator(args);
      return Number(process.exitCode ?? 0);
    },
  },
];
