import type { Logset } from '../account.js';
import type { Action } from '../call.js';
import { textField } from '../json.js';
import { page, wallTime } from './page.js';
import { checkLimit, refuseOwnId, resourceName, tagsField } from './resources.js';

export const createLogset: Action = ({ account, nowMs, switches }, fields) => {
  const name = resourceName(fields, 'LogsetName');
  const tags = tagsField(fields) ?? [];
  refuseOwnId(fields, 'LogsetId');
  checkLimit('Logset', account.logsets.size, switches.maxLogsets);
  return { LogsetId: account.createLogset(name, nowMs, { tags }).id };
};

export const modifyLogset: Action = ({ account }, fields) => {
  const tags = tagsField(fields);
  account.modifyLogset(textField(fields, 'LogsetId'), {
    ...(fields.LogsetName !== undefined && { name: resourceName(fields, 'LogsetName') }),
    ...(tags !== undefined && { tags }),
  });
  return {};
};

export const deleteLogset: Action = ({ account }, fields) => {
  account.deleteLogset(textField(fields, 'LogsetId'));
  return {};
};

export const describeLogsets: Action = ({ account }, fields) => {
  const topicsIn = (logset: Logset): number =>
    [...account.topics.values()].filter(({ logsetId }) => logsetId === logset.id).length;
  return page(fields, 'Logsets', [...account.logsets.values()], {
    filters: {
      logsetId: ({ id }, value) => id === value,
      // Whether a part is enough, the service says of topics only.
      logsetName: ({ name }, value) => name === value,
    },
    tagsOf: ({ tags }) => tags,
    mostValues: 5,
    show: (logset) => ({
      LogsetId: logset.id,
      LogsetName: logset.name,
      CreateTime: wallTime(logset.createdAtMs),
      TopicCount: topicsIn(logset),
      Tags: logset.tags,
    }),
  });
};
