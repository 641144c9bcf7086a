import protobuf, { type IField, type IType } from 'protobufjs/light.js';

/** Said of each message, or protobufjs takes it for proto3, where an absent field and one of value 0 are the same. */
const message = (fields: Record<string, IField>): IType => ({ edition: 'proto2', fields });

const pair = message({
  Key: { rule: 'required', type: 'string', id: 1 },
  // Declared a string by the service, yet collectors send bytes that are not UTF-8: neither side may lose them.
  Value: { rule: 'required', type: 'bytes', id: 2 },
});

const sls = new protobuf.Root().addJSON({
  Content: pair,
  LogTag: pair,
  Log: message({
    Time: { rule: 'required', type: 'uint32', id: 1 },
    Contents: { rule: 'repeated', type: 'Content', id: 2 },
    Time_ns: { type: 'fixed32', id: 4 },
  }),
  LogGroup: message({
    Logs: { rule: 'repeated', type: 'Log', id: 1 },
    Category: { type: 'string', id: 2 },
    Topic: { type: 'string', id: 3 },
    Source: { type: 'string', id: 4 },
    MachineUUID: { type: 'string', id: 5 },
    LogTags: { rule: 'repeated', type: 'LogTag', id: 6 },
  }),
  LogGroupList: message({ LogGroups: { rule: 'repeated', type: 'LogGroup', id: 1 } }),
});

/**
 * Log groups as SLS numbers them (SLS API reference, data encoding). Those of another service go beside them, in a
 * root of their own.
 */
export const slsMessages: { readonly LogGroup: protobuf.Type; readonly LogGroupList: protobuf.Type } = {
  LogGroup: sls.lookupType('LogGroup'),
  LogGroupList: sls.lookupType('LogGroupList'),
};
