import { pathToFileURL } from 'node:url';

/** The core that is simulated: the real one, or a sabotaged copy of it. */
export interface CoreUnderTest {
  readonly core: typeof import('@polylog/core');
  readonly testing: typeof import('@polylog/core/testing');
}

/** Without a folder the real one; else the compiled copy that lies there. */
export async function loadCore(folder?: string): Promise<CoreUnderTest> {
  if (folder === undefined) {
    return { core: await import('@polylog/core'), testing: await import('@polylog/core/testing') };
  }
  const at = pathToFileURL(`${folder}/`).href;
  return {
    core: (await import(/* @vite-ignore */ `${at}index.js`)) as CoreUnderTest['core'],
    testing: (await import(/* @vite-ignore */ `${at}testing.js`)) as CoreUnderTest['testing'],
  };
}
