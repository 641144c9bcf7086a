import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ConsumerError } from '@polylog/core/driver';
import type { CredentialPlace } from '@polylog/driver-kit';
import { parse } from 'ini';
import type { AskOptions } from '../federated-keys.js';
import { type KeySettings, keysOfSettings, type SettingNames } from '../key-settings.js';

const FILE_VARIABLE = 'HUAWEICLOUD_SDK_CREDENTIALS_FILE';
/** Of credentials for a project, which is what LTS wants; `[global]` is for services without one. */
const SECTION = 'basic';

const names: SettingNames = {
  ak: 'ak',
  sk: 'sk',
  securityToken: 'security_token',
  idpId: 'idp_id',
  idTokenFile: 'id_token_file',
  iamEndpoint: 'iam_endpoint',
};

/** The file of the vendor's SDKs for Python, Go and Java. The one for Node does not read it. */
export function profile(settings: Omit<AskOptions, 'name' | 'signal'>): CredentialPlace {
  const name = 'the profile';
  return {
    name,
    async find({ signal }) {
      const given = process.env[FILE_VARIABLE];
      const file = given || join(homedir(), '.huaweicloud', 'credentials');
      let text: string;
      try {
        text = await readFile(file, { encoding: 'utf8', signal });
      } catch (error) {
        signal.throwIfAborted();
        const { code } = error as NodeJS.ErrnoException;
        if (given || code !== 'ENOENT') throw unreadable(file, code, given && FILE_VARIABLE);
        return { none: `there is no ${file}` };
      }
      const section: unknown = parse(text)[SECTION];
      if (typeof section !== 'object' || section === null) return { none: `${file} has no section [${SECTION}]` };
      const inFile = `${name} ${file}`;
      return await keysOfSettings(settingsIn(section), names, { ...settings, name: inFile, signal });
    },
  };
}

function settingsIn(section: object): KeySettings {
  const fields = section as Readonly<Record<string, unknown>>;
  const read = Object.entries(names).map(([key, field]) => [
    key,
    typeof fields[field] === 'string' ? fields[field] : undefined,
  ]);
  return Object.fromEntries(read);
}

function unreadable(file: string, code: string | undefined, variable: string | undefined): ConsumerError {
  const named = variable ? `, which ${variable} names,` : '';
  return new ConsumerError('invalid-argument', `the profile ${file}${named} cannot be read (${code}).`);
}
