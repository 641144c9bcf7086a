import com.google.gson.Gson;
import com.tencentcloudapi.cls.producer.AsyncProducerClient;
import com.tencentcloudapi.cls.producer.AsyncProducerConfig;
import com.tencentcloudapi.cls.producer.Result;
import com.tencentcloudapi.cls.producer.common.LogItem;
import java.util.ArrayList;
import java.util.List;

/** Writes the same logs twice with the official Java SDK: by its synchronous call, and by its batches. */
public final class Producer {
  private static final class Settings {
    String endpoint;
    String accessKeyId;
    String secretAccessKey;
    String topicId;
    String source;
    List<Log> logs;
  }

  private static final class Log {
    long time;
    List<String[]> contents;
  }

  public static void main(String[] args) throws Exception {
    Settings given = new Gson().fromJson(args[args.length - 1], Settings.class);
    AsyncProducerConfig config =
        new AsyncProducerConfig(given.endpoint, given.accessKeyId, given.secretAccessKey, given.source);
    config.setLingerMs(100);
    config.setRetries(0);
    AsyncProducerClient producer = new AsyncProducerClient(config);
    check(producer.putLogs(given.topicId, items(given.logs)));
    check(producer.putLogs(given.topicId, items(given.logs), null).get());
    producer.close();
  }

  private static List<LogItem> items(List<Log> logs) {
    List<LogItem> items = new ArrayList<>();
    for (Log log : logs) {
      LogItem item = new LogItem(log.time);
      for (String[] content : log.contents) item.PushBack(content[0], content[1]);
      items.add(item);
    }
    return items;
  }

  private static void check(Result result) {
    if (!result.isSuccessful()) throw new IllegalStateException(result.getErrorCode() + ": " + result.getErrorMessage());
  }
}
