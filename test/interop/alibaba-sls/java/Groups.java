import com.alibaba.fastjson.JSON;
import com.alibaba.fastjson.JSONArray;
import com.alibaba.fastjson.JSONObject;
import com.aliyun.openservices.log.Client;
import com.aliyun.openservices.log.common.Consts.CursorMode;
import com.aliyun.openservices.log.common.FastLog;
import com.aliyun.openservices.log.common.FastLogContent;
import com.aliyun.openservices.log.common.FastLogGroup;
import com.aliyun.openservices.log.common.FastLogTag;
import com.aliyun.openservices.log.common.LogGroupData;
import com.aliyun.openservices.log.common.LogItem;
import com.aliyun.openservices.log.common.TagContent;
import com.aliyun.openservices.log.exception.LogException;
import com.aliyun.openservices.log.request.PullLogsRequest;
import com.aliyun.openservices.log.request.PutLogsRequest;
import com.aliyun.openservices.log.response.PullLogsResponse;
import java.io.BufferedWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Puts the log groups of a file, and reads what stands in a logstore. */
final class Groups {
  public static final class PutSettings extends Main.Settings {
    public String groups;
    public List<String> beginKeys;
  }

  public static final class PullSettings extends Main.Settings {
    public int shards;
    public String out;
  }

  /** A log group as the SDK's user has it: texts, and no bytes. */
  record Group(String topic, String source, List<TagContent> tags, List<LogItem> logs) {}

  static List<Group> read(String path) throws Exception {
    List<Group> groups = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(path))) {
      JSONObject group = JSON.parseObject(line);
      List<TagContent> tags = new ArrayList<>();
      for (Object tag : group.getJSONArray("tags")) tags.add(new TagContent(text(tag, 0), text(tag, 1)));
      List<LogItem> logs = new ArrayList<>();
      for (Object each : group.getJSONArray("logs")) {
        JSONObject log = (JSONObject) each;
        LogItem item = new LogItem(log.getIntValue("time"));
        if (log.get("ns") != null) item.SetTimeNsPart(log.getIntValue("ns"));
        for (Object content : log.getJSONArray("contents")) item.PushBack(text(content, 0), text(content, 1));
        logs.add(item);
      }
      groups.add(new Group(decoded(group.getString("topic")), decoded(group.getString("source")), tags, logs));
    }
    return groups;
  }

  private static String text(Object pair, int side) {
    return decoded(((JSONArray) pair).getString(side));
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  /**
   * The first log group into the first shard, the second into the second, and so on, over and over. Each shard gets its own in
   * order, by its key.
   */
  static void put(PutSettings given) throws Exception {
    List<Group> groups = read(given.groups);
    int lanes = given.beginKeys.size();
    List<Thread> threads = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      int first = lane;
      Thread thread =
          new Thread(
              () -> {
                try {
                  Client client = given.client();
                  for (int i = first; i < groups.size(); i += lanes) {
                    client.PutLogs(request(given, groups.get(i), given.beginKeys.get(first)));
                  }
                } catch (Throwable failure) {
                  Main.fail(failure);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) thread.join();
    Main.tell(Map.of("kind", "put", "count", groups.size()));
  }

  private static PutLogsRequest request(PutSettings given, Group group, String key) {
    PutLogsRequest request =
        new PutLogsRequest(given.project, given.logstore, group.topic, group.source, group.logs, key);
    request.SetTags(group.tags);
    request.setCompressType(given.compressType());
    return request;
  }

  /** Every shard from its first log group on, one line for each into a file: shard, and what {@code canonical} says. */
  static void pull(PullSettings given) throws Exception {
    Client client = given.client();
    int count = 0;
    try (BufferedWriter out = Files.newBufferedWriter(Path.of(given.out))) {
      for (int shard = 0; shard < given.shards; shard++) {
        String cursor = client.GetCursor(given.project, given.logstore, shard, CursorMode.BEGIN).GetCursor();
        while (true) {
          PullLogsRequest request = new PullLogsRequest(given.project, given.logstore, shard, 200, cursor);
          request.setCompressType(given.compressType());
          PullLogsResponse pulled = client.pullLogs(request);
          if (pulled.getNextCursor().equals(cursor)) break;
          cursor = pulled.getNextCursor();
          for (LogGroupData data : pulled.getLogGroups()) {
            out.write(shard + "|" + canonical(data.GetFastLogGroup()) + "\n");
            count++;
          }
        }
      }
    }
    Main.tell(Map.of("kind", "pulled", "count", count));
  }

  /** Each text by its length and the start of its MD5. The SDK tells no nanoseconds from 0 of them. */
  private static String canonical(FastLogGroup group) throws Exception {
    List<String> parts = new ArrayList<>();
    parts.add("topic " + digest(group.getTopicBytes()));
    parts.add("source " + digest(group.getSourceBytes()));
    for (FastLogTag tag : group.getTags()) parts.add("tag " + digest(tag.getKeyBytes()) + " " + digest(tag.getValueBytes()));
    for (FastLog log : group.getLogs()) {
      int ns = log.getTimeNsPart();
      parts.add("log " + Integer.toUnsignedString(log.getTime()) + " " + (ns == 0 ? "-" : ns));
      for (FastLogContent content : log.getContents()) {
        parts.add("field " + digest(content.getKeyBytes()) + " " + digest(content.getValueBytes()));
      }
    }
    return String.join("|", parts);
  }

  private static String digest(byte[] bytes) throws Exception {
    byte[] told = bytes == null ? new byte[0] : bytes;
    byte[] hash = MessageDigest.getInstance("MD5").digest(told);
    return told.length + ":" + HexFormat.of().formatHex(hash, 0, 4);
  }
}
