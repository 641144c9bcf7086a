import { type Command, command } from '../command-line/command.js';
import { complete } from '../command-line/complete.js';
import { completionScripts } from '../command-line/completion-scripts.js';

const shells = Object.keys(completionScripts);

/** @param all the table that these are a part of: it is read when they are called. */
export function completionCommands(all: () => readonly Command[]): readonly Command[] {
  return [
    command({
      name: 'completion',
      summary: 'prints what makes a shell complete these commands: bash, zsh or fish',
      details: `bash: source <(polylog completion bash), in ~/.bashrc
zsh:  source <(polylog completion zsh), in ~/.zshrc behind compinit
fish: polylog completion fish > ~/.config/fish/completions/polylog.fish`,
      arguments: [{ name: 'SHELL', values: shells, only: true, description: 'bash, zsh or fish' }],
      options: {},
      async run({ arguments: [shell] }, { output }) {
        output.line(completionScripts[shell as keyof typeof completionScripts]);
        return 0;
      },
    }),
    {
      kind: 'handed-on',
      name: 'complete',
      usage: '-- WORDS',
      summary: 'what these scripts ask',
      hidden: true,
      async run(args, { output }) {
        const completion = complete(all(), args.slice(args[0] === '--' ? 1 : 0));
        if (completion.kind === 'files') output.line(':files');
        else for (const { word, description } of completion.words) output.line(`${word}\t${description}`);
        return 0;
      },
    },
  ];
}
