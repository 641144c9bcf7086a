import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { orAbsent, tool } from '../../scripts/peers/tool.mjs';
import type { Peer } from './peer.js';

/** Whether the module proxy has a version of a package for Go. */
export function goPackage(path: string, version = 'latest'): Promise<Peer> {
  return ask(async (cwd) => {
    await writeFile(join(cwd, 'go.mod'), 'module polylog/question\n\ngo 1.24\n');
    return tool('go', ['get', `${path}@${version}`], { cwd, env: { GOTOOLCHAIN: 'local' } });
  });
}

/** Whether Maven Central has an artifact, `group:artifact:version`. */
export function mavenArtifact(coordinates: string): Promise<Peer> {
  const get = 'org.apache.maven.plugins:maven-dependency-plugin:2.8:get';
  // Otherwise what was not there last time is not asked for again.
  const anew = '-U';
  return ask((cwd) => tool('mvn', ['-q', '-B', anew, get, `-Dartifact=${coordinates}`, '-Dtransitive=false'], { cwd }));
}

/** Whether PyPI has any version of a package. */
export function pythonPackage(name: string): Promise<Peer> {
  const quietly = ['--quiet', '--no-input', '--disable-pip-version-check', '--no-cache-dir'];
  return ask((cwd) => tool('python3', ['-m', 'pip', 'download', ...quietly, '--no-deps', name], { cwd }));
}

/** Whether npm's registry has any version of a package. */
export function npmPackage(name: string): Promise<Peer> {
  return ask((cwd) => tool('npm', ['view', name, 'version', '--prefer-online'], { cwd }));
}

/** What its client answers, in a folder that is gone afterwards. */
async function ask(question: (cwd: string) => Promise<string>): Promise<Peer> {
  const folder = await mkdtemp(join(tmpdir(), 'polylog-registry-'));
  try {
    const answer = await orAbsent(() => question(folder));
    return typeof answer === 'string' ? { kind: 'ready' } : { kind: 'absent', reason: answer.absent };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
