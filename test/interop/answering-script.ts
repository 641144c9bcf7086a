import type { Script, Told } from './script.js';

/** A script that tells one thing for each question, in order. */
export interface AnsweringScript {
  ask(question: Readonly<Record<string, unknown>>): Promise<Told>;
  stop(): Promise<void>;
}

/** Once the script has ended, every question rejects, with the name `what` and what the script complained of. */
export function startAnswering(what: string, start: (listen: (told: Told) => void) => Script): AnsweringScript {
  const waiting: ((told: Told | Promise<never>) => void)[] = [];
  const script = start((told) => waiting.shift()?.(told));
  let over = false;
  const failed = (): Promise<never> => Promise.reject(new Error(`${what} ended: ${script.complaints}`));
  const ended = script.ended.then(() => {
    over = true;
    for (const settle of waiting.splice(0)) settle(failed());
  });
  return {
    ask(question) {
      if (over) return failed();
      return new Promise((settle) => {
        waiting.push(settle);
        script.ask(question);
      });
    },
    async stop() {
      script.kill('SIGKILL');
      await ended;
    },
  };
}
