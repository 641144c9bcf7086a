import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.tencentcloudapi.cls.producer.AsyncProducerClient;
import com.tencentcloudapi.cls.producer.common.LogItem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Puts the log groups of a file, one after the other: as much of each as the producer's synchronous call takes. */
final class Put {
  private static final class Settings extends Main.Settings {
    String uploads;
  }

  /** Texts come in base64. */
  private static final class Group {
    List<Log> logs;
  }

  private static final class Log {
    long time;
    List<String[]> contents;
  }

  static void run(String json) throws Exception {
    Gson gson = new Gson();
    Settings given = gson.fromJson(json, Settings.class);
    AsyncProducerClient producer = given.producer();
    int count = 0;
    try (var lines = Files.lines(Path.of(given.uploads))) {
      for (String line : (Iterable<String>) lines::iterator) {
        for (Group group : gson.fromJson(line, Group[].class)) {
          Main.check(producer.putLogs(given.topicId, items(group.logs)));
          count++;
        }
      }
    }
    producer.close();
    Main.tell(Map.of("kind", "put", "count", count));
  }

  private static List<LogItem> items(List<Log> logs) {
    List<LogItem> items = new ArrayList<>();
    for (Log log : logs) {
      LogItem item = new LogItem(log.time);
      for (String[] content : log.contents) item.PushBack(text(content[0]), text(content[1]));
      items.add(item);
    }
    return items;
  }

  private static String text(String encoded) {
    return new String(Base64.getDecoder().decode(encoded), UTF_8);
  }
}
