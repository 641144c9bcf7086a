import { slsDriver } from '@polylog/alibaba-sls';
import { guaranteeValues } from '@polylog/core/driver';
import { ltsDriver } from '@polylog/huawei-lts';
import { clsDriver } from '@polylog/tencent-cls';
import { describe, expect, test } from 'vitest';
import { serviceCodes as slsCodes } from '../../packages/alibaba-sls/src/wire/service-codes.js';
import { serviceCodes as ltsCodes } from '../../packages/huawei-lts/src/wire/service-codes.js';
import { serviceCodes as clsCodes } from '../../packages/tencent-cls/src/wire/service-codes.js';
import { rowsIn, sectionOf, textOf } from './pages.js';
import { ids } from './programs.js';

const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
const { project, logstore, logsetId, topicId, logGroupId, logStreamId } = ids;

const providers = [
  {
    name: 'alibaba-sls',
    driver: slsDriver({ endpoint: 'cn-hangzhou.log.aliyuncs.com', project, logstore, credentials }),
    codes: slsCodes,
  },
  {
    name: 'tencent-cls',
    driver: clsDriver({ region: 'ap-guangzhou', logsetId, topicIds: [topicId], credentials }),
    codes: clsCodes,
  },
  {
    name: 'huawei-lts',
    driver: ltsDriver({
      ...{ region: 'cn-north-4', projectId: '2a473356cca5487f8373be891bffc1cf', logGroupId, logStreamId },
      credentials,
    }),
    codes: ltsCodes,
  },
];

const unquoted = (cell = ''): string => cell.replaceAll('`', '');
const asObject = (text: string): Record<string, string> =>
  Object.fromEntries(rowsIn(text).map(([name, value]) => [unquoted(name), unquoted(value)]));

test('docs/concepts.md lists every guarantee with all that it can be', () => {
  const listed = Object.entries(asObject(sectionOf(textOf('docs/concepts.md'), 'Guarantees')));
  expect(Object.fromEntries(listed.map(([name, values]) => [name, values.split(', ')]))).toEqual(guaranteeValues);
});

describe.each(providers)('the page of $name in docs/providers', ({ name, driver, codes }) => {
  const page = textOf(`docs/providers/${name}.md`);

  test('gives each guarantee as the driver does', () => {
    const given = asObject(sectionOf(page, 'Guarantees'));
    expect(Object.keys(given)).toEqual(Object.keys(guaranteeValues));
    // What is known at the join only is told as it is where everything can be asked.
    expect(given).toMatchObject(driver.guarantees ?? {});
  });

  test('gives each limit as the driver does', () => {
    const { limits } = driver;
    const expected = Object.fromEntries(
      Object.entries(limits).map(([limit, value]) => [
        limit,
        typeof value === 'number' ? String(value) : `${value.min} to ${value.max}`,
      ]),
    );
    expect(asObject(sectionOf(page, 'Limits'))).toEqual(expected);
  });

  test('lists every code of the service under what it becomes', () => {
    const rows = asObject(sectionOf(page, 'Failures'));
    for (const [serviceCode, meaning] of Object.entries(codes)) {
      const code = typeof meaning === 'string' ? meaning : meaning.code;
      const listed = rows[code]?.split(/, |; /) ?? [];
      expect(listed, `${serviceCode} under ${code}`).toContain(serviceCode);
    }
  });

  test('says that nobody has tried it against the service', () => {
    expect(sectionOf(page, 'What was proven, and how')).toMatch(/\*\*against the service itself\*\* \| \*\*nothing/);
  });
});
