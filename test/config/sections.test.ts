import { configSection as sls } from '@polylog/alibaba-sls';
import { type ConfigKey, type ConfigSection, isConsumerError } from '@polylog/core/driver';
import { configSection as lts } from '@polylog/huawei-lts';
import { configSection as cls } from '@polylog/tencent-cls';
import { describe, expect, test } from 'vitest';

type Values = Readonly<Record<string, unknown>>;

/** The section with its required keys, from the examples that its data give. */
function least({ keys }: ConfigSection): Values {
  const required = Object.entries(keys).filter(([, { required: is }]) => is === true);
  const values = required.map(([name, key]) => [
    name,
    name === 'credentials' ? 'env' : 'example' in key ? key.example : undefined,
  ]);
  // CLS needs a region or an endpoint that tells it.
  return { ...(keys === cls.keys ? { region: 'ap-guangzhou' } : {}), ...(Object.fromEntries(values) as Values) };
}

/** The option that the adapter refuses; undefined where it takes everything. */
function refused(section: ConfigSection, more: Values): string | undefined {
  try {
    void section.createDriver({ ...least(section), ...more }, {}).close?.();
    return undefined;
  } catch (error) {
    expect(isConsumerError(error), String(error)).toBe(true);
    return isConsumerError(error) ? (error.option ?? `no option: ${error.message}`) : String(error);
  }
}

const keysOf = (section: ConfigSection, type: ConfigKey['type']): [string, ConfigKey][] =>
  Object.entries(section.keys).filter(([, key]) => key.type === type);

describe.each([sls, cls, lts])('the data of the section $provider say what its adapter judges:', (section) => {
  test('its required keys are enough, and none of them can be left out', () => {
    expect(refused(section, {})).toBeUndefined();
    for (const name of Object.keys(least(section))) expect(refused(section, { [name]: undefined })).toBe(name);
  });

  test('examples are taken, and texts that are none refused', () => {
    for (const [name, key] of keysOf(section, 'text')) {
      // An endpoint of another region would not go with the region.
      if ('example' in key && key.example !== undefined)
        expect(refused(section, { [name]: key.example }), name).toBeUndefined();
      expect(refused(section, { [name]: 7 }), name).toBe(name);
    }
  });

  test('words: each that is named is taken, and no other', () => {
    for (const [name, key] of keysOf(section, 'text')) {
      if (key.type !== 'text' || key.allowed === undefined) continue;
      const here = key.allowed.filter((word) => word !== 'zstd');
      const more = name === 'signature' ? { region: 'cn-hangzhou' } : {};
      for (const word of here) expect(refused(section, { ...more, [name]: word }), word).toBeUndefined();
      expect(refused(section, { [name]: 'another' })).toBe(name);
      if (key.default !== undefined) expect(key.allowed).toContain(key.default);
    }
  });

  test('numbers: the least and the most are taken, and not one less or more', () => {
    for (const [name, key] of keysOf(section, 'number')) {
      if (key.type !== 'number') continue;
      const { min = 0, max = 0 } = key;
      for (const value of [min, max]) expect(refused(section, { [name]: value }), name).toBeUndefined();
      for (const value of [min - 1, max + 1, 1.5, '5', 5n])
        expect(refused(section, { [name]: value }), name).toBe(name);
    }
  });

  test('flags are true or false', () => {
    for (const [name] of keysOf(section, 'boolean')) {
      for (const value of [true, false]) expect(refused(section, { [name]: value }), name).toBeUndefined();
      for (const value of ['true', 1, null]) expect(refused(section, { [name]: value }), name).toBe(name);
    }
  });

  test('credentials are the keys, or env for the variables that it names', () => {
    const { accessKeyId, secretAccessKey } = section.credentialVariables ?? {};
    expect([accessKeyId, secretAccessKey].every((name) => /^[A-Z_]+$/.test(name ?? ''))).toBe(true);
    const keys = { accessKeyId: 'a', secretAccessKey: 'b' };
    expect(refused(section, { credentials: { ...keys, securityToken: 'c' } })).toBeUndefined();
    expect(refused(section, { credentials: 'environment' })).toBe('credentials');
    expect(refused(section, { credentials: { ...keys, secretAccessKey: '' } })).toBe('credentials.secretAccessKey');
  });

  test('it is of the provider that its driver names, and that tells what it promises before a join', () => {
    const driver = section.createDriver(least(section), {});
    expect(driver.provider).toBe(section.provider);
    expect(Object.keys(driver.guarantees ?? {}).length).toBeGreaterThan(11);
  });

  test('what it does not know is refused by name', () => {
    expect(refused(section, { colour: 'red' })).toBe('colour');
  });
});

test('create: if-missing and createGroup: false contradict each other', () => {
  expect(() => lts.createDriver({ ...least(lts), createGroup: false }, { create: 'if-missing' })).toThrow(
    expect.objectContaining({ option: 'createGroup' }),
  );
});
