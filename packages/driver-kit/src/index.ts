export type {
  CloseReport,
  FieldValue,
  Moment,
  NewRecord,
  Producer,
  ProducerRecord,
  RecordTime,
  SendReceipt,
  SendReport,
} from '@polylog/core/driver';
export { type BufferPool, type BufferPoolOptions, createBufferPool, type PooledBuffer } from './buffers/buffer-pool.js';
export { type ClientCalls, type ClientCallsParts, createClientCalls } from './client/client-calls.js';
export {
  ClientError,
  type ClientErrorDetails,
  hasServiceCode,
  isClientError,
  isRefusal,
  toClientError,
} from './client/client-error.js';
export { type ClientCallOptions, type ClientSettings, clientSettingNames } from './client/client-settings.js';
export { hashKeyIn } from './client/hash-key.js';
export { countedPage, type Listing, type Page, type PageRequest, wholePage } from './client/listing.js';
export { momentMs } from './client/moment.js';
export { fieldPairs, recordTimeNs, splitTime } from './client/new-record.js';
export { invalidRequest, type RequestReaders, requestReaders } from './client/request-readers.js';
export type { RetryOptions } from './client/retry.js';
export { type AttemptOptions, type Retry, type SendOptions, sendAsTold } from './client/send-options.js';
export { splitKeyIn } from './client/split-key.js';
export { type ChosenCompression, chosenCompression } from './compression/chosen-compression.js';
export { type Codec, corruptBody, type DecompressOptions } from './compression/codec.js';
export { codecFor } from './compression/codec-for.js';
export { decompressInTurns } from './compression/decompress-in-turns.js';
export { deflate, deflateRaw } from './compression/deflate.js';
export { lz4Block } from './compression/lz4-block.js';
export { type Lz4Engine, lz4Codec } from './compression/lz4-codec.js';
export { none } from './compression/none.js';
export { zstd } from './compression/zstd.js';
export { bodyAsField } from './config/body-as-field.js';
export { chosenStream } from './config/chosen-stream.js';
export { connectionKeys } from './config/connection-keys.js';
export { optionsAmong } from './config/options-among.js';
export { stringsKey } from './config/strings-key.js';
export { withEnvironment } from './config/with-environment.js';
export {
  type CredentialChainOptions,
  type CredentialPlace,
  credentialChain,
  type FoundCredentials,
} from './credentials/credential-chain.js';
export {
  type CredentialVariables,
  environmentCredentials,
  staticCredentials,
} from './credentials/credential-sources.js';
export { type CredentialStore, createCredentialStore } from './credentials/credential-store.js';
export type { CredentialSource, Credentials } from './credentials/credentials.js';
export { loadSdk, type SdkNames } from './credentials/load-sdk.js';
export { type Address, hostOf, parseAddress } from './endpoint/parse-address.js';
export {
  type CodeMeaning,
  type CodeTable,
  classifyTransportError,
  codeOfStatus,
  createClassifier,
} from './failure/classify.js';
export { oneLine } from './failure/one-line.js';
export { requestIdIn } from './failure/request-id.js';
export { isServiceError, ServiceError, type ServiceErrorDetails } from './failure/service-error.js';
export { type CallLimits, createCallLimits } from './flow/call-limits.js';
export { mapBounded } from './flow/map-bounded.js';
export { type SharedFlight, startSharedFlight } from './flow/shared-flight.js';
export { createAssignments } from './group/assignments.js';
export { type CommitRefusal, commitTogether } from './group/commit-together.js';
export { compareOffsets, keptPosition, type ResetPlan, resetRows } from './group/reset-rows.js';
export { createSessionTimeout, type SessionTimeout } from './group/session-timeout.js';
export { readEscapedText } from './json/escaped-text.js';
export {
  asObject,
  corrupt,
  int64Of,
  integer,
  integerOf,
  type JsonObject,
  jsonIn,
  listOf,
  objectIn,
  objectOf,
  textOf,
} from './json/json-answer.js';
export { JsonScanner, LONGEST_NUMBER } from './json/json-scanner.js';
export { parseJson, writeJson } from './json/json-text.js';
export { numberEnd } from './json/number-end.js';
export { plainTextEnd } from './json/plain-text.js';
export { type KeyRangeNames, keyRangesOf } from './lineage/key-ranges.js';
export { partitionsOf } from './lineage/partitions-of.js';
export { type KeyRange, rangeParents } from './lineage/range-parents.js';
export { type KeyRangeCalls, listKeyRanges, mergeKeyRanges, splitKeyRange } from './lineage/split-and-merge.js';
export { decodeLogGroupList } from './log-group/decode.js';
export { type ClsLog, type ClsLogGroup, decodeClsLogGroupList } from './log-group/decode-cls.js';
export { encodeLogGroup, frameLogGroup, type LogGroupInput, type LogInput } from './log-group/encode.js';
export { type ClsLogGroupInput, type ClsLogInput, encodeClsLogGroup } from './log-group/encode-cls.js';
export { encodeClsLog, encodeLog } from './log-group/encode-log.js';
export { clsFieldMap, type LogGroupFieldMap, type MetadataPlace, slsFieldMap } from './log-group/field-map.js';
export {
  type LogGroupList,
  type ReadLogGroupsOptions,
  readLogGroupList,
  readLogGroupListInTurns,
} from './log-group/log-group-list.js';
export type { OfficialConsumerOptions } from './official/official-consumer.js';
export {
  given,
  type OfficialParameters,
  type OfficialTable,
  readOfficialTable,
  type Spellings,
  spelt,
} from './official/official-table.js';
export {
  amount,
  flag,
  matching,
  type OfficialTime,
  officialTime,
  oneOf,
  secretText,
  shown,
  text,
  type ValueReader,
} from './official/value-readers.js';
export { checkOptionNames } from './options/check-names.js';
export { type NameCheck, nameCheck } from './options/name-check.js';
export { createOptionReaders, type OptionReaders } from './options/option-readers.js';
export { refusalOf } from './options/refusal-of.js';
export { batchLabels, type EncodedLabels, type LabelForm } from './producer/batch-labels.js';
export { createProducer, type ProducerParts } from './producer/create-producer.js';
export { bucketsIn, type HashRoute, hashRouteOf, keyIn } from './producer/hash-route.js';
export { type GroupedLog, type LogGroupWireParts, logGroupWire } from './producer/log-group-wire.js';
export { type ProducerSettings, producerSettingNames } from './producer/producer-settings.js';
export type { PreparedRecord, ProducerWire } from './producer/producer-wire.js';
export { endedBatch } from './reading/ended-batch.js';
export { brokenAnswer, nameBroken, type ReadAnswer } from './reading/name-broken.js';
export { offsetOf, positionOf } from './reading/offset-position.js';
export type { LogPlace } from './records/log-place.js';
export { createNamePatterns } from './records/name-patterns.js';
export { type NameEntry, NameTable } from './records/name-table.js';
export { plainObject } from './records/plain-object.js';
export { recordReleased } from './records/record-released.js';
export { cutOne, LARGEST_RECORD_BYTES, RecordTexts } from './records/record-texts.js';
export { bytesFollow, type Pattern, patternOf } from './records/same-bytes.js';
export { latin1Text, utf8Text } from './records/slice-text.js';
export { cutsBelow, type Strings, type TextStretch } from './records/text-stretch.js';
export { defineFirst, writeProperty } from './records/write-property.js';
export { type Refusals, sendCured } from './signing/send-cured.js';
export { withoutKeys } from './signing/without-keys.js';
export { createSigningClock, type SigningClock } from './time/clock-skew.js';
export { parseHttpDate } from './time/http-date.js';
export { serviceTimeMs } from './time/service-time.js';
export { epochMsOf, epochNsOf } from './time/time-unit.js';
export { closeConnection } from './transport/close-connection.js';
export { createTransport, type TransportOptions } from './transport/create-transport.js';
export type { ResponseHeaders, Transport, TransportRequest, TransportResponse } from './transport/transport.js';
export {
  isTransportError,
  TransportError,
  type TransportErrorDetails,
  type TransportErrorKind,
} from './transport/transport-error.js';
export { inTurns, type SlicedWork, stepsInTurns } from './turns/in-turns.js';
export { type LoopTurns, loopTurns } from './turns/loop-turns.js';
