import type { Answer } from '../http/face.js';
import type { CallContext } from './call.js';
import {
  createConsumerGroupCall,
  deleteConsumerGroup,
  getCheckPoint,
  heartBeat,
  listConsumerGroup,
  updateCheckPoint,
  updateConsumerGroup,
} from './calls/consumer-groups.js';
import { getCursor, getCursorTime } from './calls/cursors.js';
import { getLogs, getLogsV3 } from './calls/get-logs.js';
import { getHistograms } from './calls/histograms.js';
import { createIndex, deleteIndex, getIndex, updateIndex } from './calls/indexes.js';
import { createLogstoreCall, deleteLogstore, getLogstore, listLogstores, updateLogstore } from './calls/logstores.js';
import {
  createConfig,
  deleteConfig,
  getAppliedMachineGroups,
  getConfig,
  listConfig,
  updateConfig,
} from './calls/logtail-configs.js';
import {
  applyConfig,
  createMachineGroup,
  deleteMachineGroup,
  getAppliedConfigs,
  getMachineGroup,
  listMachineGroup,
  listMachines,
  removeConfig,
  updateMachineGroup,
} from './calls/machine-groups.js';
import { createProject, deleteProject, getProject, listProject, updateProject } from './calls/projects.js';
import { pullLogs } from './calls/pull-logs.js';
import { putLogs } from './calls/put-logs.js';
import { deleteShard, listShards, mergeShard, splitShard } from './calls/shards.js';
import {
  createShipper,
  deleteShipper,
  getShipper,
  getShipperTasks,
  listShipper,
  retryShipperTasks,
  updateShipper,
} from './calls/shippers.js';
import { listTopics } from './calls/topics.js';
import type { SlsCall } from './router.js';

/** Who serves each call. */
export const handlers: { readonly [call in SlsCall]: (context: CallContext) => Answer } = {
  CreateProject: createProject,
  UpdateProject: updateProject,
  GetProject: getProject,
  DeleteProject: deleteProject,
  ListProject: listProject,
  CreateLogstore: createLogstoreCall,
  UpdateLogstore: updateLogstore,
  GetLogstore: getLogstore,
  DeleteLogstore: deleteLogstore,
  ListLogstores: listLogstores,
  PutLogs: putLogs,
  PullLogs: pullLogs,
  GetLogs: getLogs,
  GetLogsV3: getLogsV3,
  GetHistograms: getHistograms,
  ListTopics: listTopics,
  CreateIndex: createIndex,
  UpdateIndex: updateIndex,
  GetIndex: getIndex,
  DeleteIndex: deleteIndex,
  GetCursor: getCursor,
  GetCursorTime: getCursorTime,
  ListShards: listShards,
  SplitShard: splitShard,
  MergeShard: mergeShard,
  DeleteShard: deleteShard,
  CreateConfig: createConfig,
  UpdateConfig: updateConfig,
  GetConfig: getConfig,
  DeleteConfig: deleteConfig,
  ListConfig: listConfig,
  GetAppliedMachineGroups: getAppliedMachineGroups,
  CreateMachineGroup: createMachineGroup,
  UpdateMachineGroup: updateMachineGroup,
  GetMachineGroup: getMachineGroup,
  DeleteMachineGroup: deleteMachineGroup,
  ListMachineGroup: listMachineGroup,
  ListMachines: listMachines,
  ApplyConfigToMachineGroup: applyConfig,
  RemoveConfigFromMachineGroup: removeConfig,
  GetAppliedConfigs: getAppliedConfigs,
  CreateShipper: createShipper,
  UpdateShipper: updateShipper,
  GetShipper: getShipper,
  DeleteShipper: deleteShipper,
  ListShipper: listShipper,
  GetShipperTasks: getShipperTasks,
  RetryShipperTasks: retryShipperTasks,
  CreateConsumerGroup: createConsumerGroupCall,
  UpdateConsumerGroup: updateConsumerGroup,
  ListConsumerGroup: listConsumerGroup,
  DeleteConsumerGroup: deleteConsumerGroup,
  HeartBeat: heartBeat,
  GetCheckPoint: getCheckPoint,
  UpdateCheckPoint: updateCheckPoint,
};
