import { type LogGroupFieldMap, slsFieldMap } from '@polylog/driver-kit';

/** The services' field maps by name; the second one as the CLS SDKs number and name things. */
export const fieldMaps: Readonly<Record<'sls' | 'cls', LogGroupFieldMap>> = {
  sls: slsFieldMap,
  cls: {
    tags: 5,
    source: { field: 4 },
    host: { field: 6 },
    path: { field: 3 },
    time: 'int64-by-magnitude',
    body: '__CONTENT__',
  },
};

export type FieldMapName = keyof typeof fieldMaps;
