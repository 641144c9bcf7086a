import { clsFieldMap, type LogGroupFieldMap, slsFieldMap } from '@polylog/driver-kit';

/** The services' field maps by name. */
export const fieldMaps: Readonly<Record<'sls' | 'cls', LogGroupFieldMap>> = { sls: slsFieldMap, cls: clsFieldMap };

export type FieldMapName = keyof typeof fieldMaps;
