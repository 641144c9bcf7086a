import type { LogIndex } from '@polylog/alibaba-sls';

const token = [',', ' ', '"', ';', '=', '(', ')', '[', ']', '{', '}', '?', '@', '&', '<', '>', '/', ':', '\n', '\t'];

/** An index as the SDK writes one: it names some settings in any case. */
export const index: LogIndex = {
  line: { token, caseSensitive: false, chn: false, auto_key_detect: false, auto_text_keys: [] },
  keys: {
    f1: { type: 'text', token, caseSensitive: false, doc_value: true },
    f2: { type: 'long', doc_value: true },
    f3: {
      ...{ type: 'json', token, caseSensitive: true, doc_value: true, chn: true, index_all: true, max_depth: 3 },
      json_keys: { 'user.id': { type: 'long', doc_value: true } },
    },
  },
  log_reduce: false,
};
