import com.google.gson.Gson;
import com.tencentcloudapi.cls.producer.AsyncProducerClient;
import com.tencentcloudapi.cls.producer.common.LogItem;
import java.util.ArrayList;
import java.util.List;

/** Writes the same logs twice: by the producer's synchronous call, and by its batches. */
final class Produce {
  private static final class Settings extends Main.Settings {
    List<Log> logs;
  }

  private static final class Log {
    long time;
    List<String[]> contents;
  }

  static void run(String json) throws Exception {
    Settings given = new Gson().fromJson(json, Settings.class);
    AsyncProducerClient producer = given.producer();
    Main.check(producer.putLogs(given.topicId, items(given.logs)));
    Main.check(producer.putLogs(given.topicId, items(given.logs), null).get());
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
}
