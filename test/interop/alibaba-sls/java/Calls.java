import com.alibaba.fastjson.JSON;
import com.alibaba.fastjson.JSONObject;
import com.aliyun.openservices.log.Client;
import com.aliyun.openservices.log.common.ConsumerGroup;
import com.aliyun.openservices.log.common.Consts.CursorMode;
import com.aliyun.openservices.log.common.Index;
import com.aliyun.openservices.log.common.LogContent;
import com.aliyun.openservices.log.common.LogStore;
import com.aliyun.openservices.log.common.Project;
import com.aliyun.openservices.log.common.QueriedLog;
import com.aliyun.openservices.log.common.Shard;
import com.aliyun.openservices.log.exception.LogException;
import com.aliyun.openservices.log.response.GetHistogramsResponse;
import com.aliyun.openservices.log.response.GetLogsResponse;
import com.aliyun.openservices.log.response.GetProjectResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes calls of the client one after the other and tells what each answered; a refusal is an answer, too. */
final class Calls {
  private final Client client;
  private final JSONObject call;
  private final String project;
  private final String logstore;

  private Calls(Client client, JSONObject call, Main.Settings given) {
    this.client = client;
    this.call = call;
    project = call.containsKey("project") ? call.getString("project") : given.project;
    logstore = call.containsKey("logstore") ? call.getString("logstore") : given.logstore;
  }

  static void run(JSONObject settings) throws LogException {
    Main.Settings given = settings.toJavaObject(Main.Settings.class);
    Client client = given.client();
    for (Object each : settings.getJSONArray("calls")) {
      JSONObject call = (JSONObject) each;
      String name = call.getString("name");
      try {
        tell("answered", name, new Calls(client, call, given).make(name));
      } catch (LogException refused) {
        // Otherwise no service answered.
        if (refused.GetHttpCode() < 400) throw refused;
        String requestId = refused.GetRequestId();
        tell("refused", name, record("code", refused.GetErrorCode(), "status", refused.GetHttpCode(), "requestId", requestId));
      }
    }
  }

  private static void tell(String kind, String call, Object answer) {
    Main.tell(record("kind", kind, "call", call, "answer", answer));
  }

  private static Map<String, Object> record(Object... pairs) {
    Map<String, Object> record = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) record.put((String) pairs[i], pairs[i + 1]);
    return record;
  }

  private Object make(String name) throws LogException {
    switch (name) {
      case "createProject":
        return nothing(client.CreateProject(project, call.getString("description")));
      case "getProject":
        GetProjectResponse found = client.GetProject(project);
        return record(
            "name", project, "description", found.GetProjectDescription(), "status", found.GetProjectStatus());
      case "listProjects":
        return client.ListProject().getProjects().stream().map(Project::getProjectName).toList();
      case "deleteProject":
        return nothing(client.DeleteProject(project));
      case "createLogstore":
        return nothing(client.CreateLogStore(project, asked()));
      case "getLogstore":
        LogStore store = client.GetLogStore(project, logstore).GetLogStore();
        return record(
            "name", store.GetLogStoreName(), "ttlDays", store.GetTtl(), "shards", store.GetShardCount(),
            "maxSplitShards", store.getmMaxSplitShard(), "autoSplit", store.ismAutoSplit());
      case "updateLogstore":
        return nothing(client.UpdateLogStore(project, asked()));
      case "listLogstores":
        return client.ListLogStores(project, 0, 100).GetLogStores();
      case "deleteLogstore":
        return nothing(client.DeleteLogStore(project, logstore));
      default:
        return makeOnLogstore(name);
    }
  }

  private LogStore asked() {
    LogStore store = new LogStore(logstore, call.getIntValue("ttlDays"), call.getIntValue("shards"));
    int most = call.getIntValue("maxSplitShards");
    store.setmAutoSplit(most > 0);
    if (most > 0) store.setmMaxSplitShard(most);
    return store;
  }

  private Object makeOnLogstore(String name) throws LogException {
    int shard = call.getIntValue("shard");
    switch (name) {
      case "listShards":
        return shards(client.ListShard(project, logstore).GetShards());
      case "splitShard":
        return shards(client.SplitShard(project, logstore, shard, call.getString("key")).GetShards());
      case "mergeShards":
        return shards(client.MergeShards(project, logstore, shard).GetShards());
      case "getCursor":
        String from = call.getString("from");
        if (from.matches("\\d+")) return client.GetCursor(project, logstore, shard, Long.parseLong(from)).GetCursor();
        return client.GetCursor(project, logstore, shard, CursorMode.valueOf(from.toUpperCase())).GetCursor();
      case "getCursorTime":
        return client.GetCursorTime(project, logstore, shard, call.getString("cursor")).GetCursorTime();
      case "getLogs":
        return getLogs();
      case "getHistograms":
        GetHistogramsResponse found =
            client.GetHistograms(
                project, logstore, call.getIntValue("fromSeconds"), call.getIntValue("toSeconds"), "", call.getString("query"));
        List<int[]> stretches = new ArrayList<>();
        found.GetHistograms().forEach(one -> stretches.add(new int[] {one.GetFrom(), one.GetTo(), (int) one.GetCount()}));
        return record("complete", found.IsCompleted(), "count", found.GetTotalCount(), "stretches", stretches);
      case "createIndex":
        return nothing(client.CreateIndex(project, logstore, index()));
      case "getIndex":
        return JSON.parse(client.GetIndex(project, logstore).GetIndex().ToRequestString());
      case "updateIndex":
        return nothing(client.UpdateIndex(project, logstore, index()));
      case "deleteIndex":
        return nothing(client.DeleteIndex(project, logstore));
      default:
        return makeOnGroup(name, shard);
    }
  }

  private Index index() throws LogException {
    Index index = new Index();
    index.FromJsonString(call.getString("index"));
    return index;
  }

  private Object getLogs() throws LogException {
    GetLogsResponse found =
        client.GetLogs(
            project, logstore, call.getIntValue("fromSeconds"), call.getIntValue("toSeconds"), "", call.getString("query"),
            call.getLongValue("line"), call.getLongValue("offset"), call.getBooleanValue("reverse"));
    List<Map<String, String>> logs = new ArrayList<>();
    for (QueriedLog queried : found.getLogs()) {
      Map<String, String> log = new LinkedHashMap<>();
      log.put("__time__", String.valueOf(queried.GetLogItem().GetTime()));
      log.put("__source__", queried.GetSource());
      for (LogContent content : queried.GetLogItem().GetLogContents()) log.put(content.GetKey(), content.GetValue());
      logs.add(log);
    }
    return record("complete", found.IsCompleted(), "logs", logs);
  }

  private Object makeOnGroup(String name, int shard) throws LogException {
    String group = call.getString("group");
    String consumer = call.getString("consumer");
    int timeout = call.getIntValue("timeoutSeconds");
    boolean inOrder = call.getBooleanValue("inOrder");
    switch (name) {
      case "createGroup":
        return nothing(client.CreateConsumerGroup(project, logstore, new ConsumerGroup(group, timeout, inOrder)));
      case "updateGroup":
        return nothing(client.UpdateConsumerGroup(project, logstore, group, inOrder, timeout));
      case "deleteGroup":
        return nothing(client.DeleteConsumerGroup(project, logstore, group));
      case "listGroups":
        return client.ListConsumerGroup(project, logstore).GetConsumerGroups().stream()
            .map(one -> record("group", one.getConsumerGroupName(), "timeoutSeconds", one.getTimeout(), "inOrder", one.isInOrder()))
            .toList();
      case "heartbeat":
        List<Integer> held = new ArrayList<>(call.getJSONArray("held").toJavaList(Integer.class));
        return client.HeartBeat(project, logstore, group, consumer, held).getShards();
      case "setCheckpoint":
        String cursor = call.getString("cursor");
        if (call.getBooleanValue("force")) return nothing(client.UpdateCheckPoint(project, logstore, group, shard, cursor));
        return nothing(client.UpdateCheckPoint(project, logstore, group, consumer, shard, cursor));
      case "getCheckpoints":
        return client.GetCheckPoint(project, logstore, group).getCheckPoints().stream()
            .map(
                one ->
                    record(
                        "shard", one.getShard(), "cursor", one.getCheckPoint(), "savedBy", one.getConsumer(),
                        "savedAtMicroseconds", one.getUpdateTime()))
            .toList();
      default:
        throw new IllegalArgumentException("no call is named " + name);
    }
  }

  private static List<Map<String, Object>> shards(List<Shard> found) {
    List<Map<String, Object>> shards = new ArrayList<>();
    for (Shard one : found) {
      shards.add(
          record(
              "id", one.getShardId(), "status", one.getStatus(), "beginKey", one.getInclusiveBeginKey(), "endKey",
              one.getExclusiveEndKey()));
    }
    return shards;
  }

  private static Object nothing(Object ignored) {
    return null;
  }
}
