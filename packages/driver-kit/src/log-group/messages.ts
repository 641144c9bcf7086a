import protobuf, { type IField, type IType } from 'protobufjs/light.js';

/** Said of each message, or protobufjs takes it for proto3, where an absent field and one of value 0 are the same. */
const message = (fields: Record<string, IField>): IType => ({ edition: 'proto2', fields });

const pairNamed = (key: string, value: string): IType =>
  message({
    [key]: { rule: 'required', type: 'string', id: 1 },
    // Declared a string by the services, yet collectors send bytes that are not UTF-8: neither side may lose them.
    [value]: { rule: 'required', type: 'bytes', id: 2 },
  });
const pair = pairNamed('Key', 'Value');
const clsPair = pairNamed('key', 'value');

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

const cls = new protobuf.Root().addJSON({
  Content: clsPair,
  LogTag: clsPair,
  Log: message({
    time: { rule: 'required', type: 'int64', id: 1 },
    contents: { rule: 'repeated', type: 'Content', id: 2 },
    collectTime: { type: 'int64', id: 3 },
  }),
  LogGroup: message({
    logs: { rule: 'repeated', type: 'Log', id: 1 },
    contextFlow: { type: 'string', id: 2 },
    filename: { type: 'string', id: 3 },
    source: { type: 'string', id: 4 },
    logTags: { rule: 'repeated', type: 'LogTag', id: 5 },
    hostname: { type: 'string', id: 6 },
  }),
  LogGroupList: message({ logGroupList: { rule: 'repeated', type: 'LogGroup', id: 1 } }),
});

/** Log groups as CLS numbers them (the schemas of its SDKs; only Go's has the host name and the time of collection). */
export const clsMessages: { readonly LogGroup: protobuf.Type; readonly LogGroupList: protobuf.Type } = {
  LogGroup: cls.lookupType('LogGroup'),
  LogGroupList: cls.lookupType('LogGroupList'),
};

/** Log groups as SLS numbers them (SLS API reference, data encoding). */
export const slsMessages: { readonly LogGroup: protobuf.Type; readonly LogGroupList: protobuf.Type } = {
  LogGroup: sls.lookupType('LogGroup'),
  LogGroupList: sls.lookupType('LogGroupList'),
};
