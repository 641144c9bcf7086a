import com.alibaba.fastjson.JSON;
import com.aliyun.openservices.aliyun.log.producer.LogProducer;
import com.aliyun.openservices.aliyun.log.producer.ProducerConfig;
import com.aliyun.openservices.aliyun.log.producer.ProjectConfig;
import com.aliyun.openservices.log.common.LogItem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Hands the records of a file to the producer one by one: once to warm up, then as often as it is told. */
final class Produce {
  static Map<String, ?> run(Peer.Settings given) throws Exception {
    List<String[][]> records =
        Files.readAllLines(Path.of(given.file)).stream().map(line -> JSON.parseObject(line, String[][].class)).toList();
    sendAll(given, records, 1);
    double startedAt = Peer.wallMs();
    double cpu = Peer.cpuMs();
    sendAll(given, records, given.passes);
    return Map.of(
        "records", records.size() * given.passes,
        "wallMs", Peer.wallMs() - startedAt,
        "cpuMs", Peer.cpuMs() - cpu,
        "peakRssBytes", Peer.peakRssBytes());
  }

  /** To the end of the last one: closing waits for what is under way. */
  private static void sendAll(Peer.Settings given, List<String[][]> records, int passes) throws Exception {
    LogProducer producer = new LogProducer(new ProducerConfig());
    producer.putProjectConfig(
        new ProjectConfig(
            given.project, given.endpoint, given.credentials.accessKeyId, given.credentials.secretAccessKey));
    for (int pass = 0; pass < passes; pass++) {
      for (String[][] record : records) {
        LogItem item = new LogItem((int) (System.currentTimeMillis() / 1000));
        for (String[] field : record) item.PushBack(field[0], field[1]);
        producer.send(given.project, given.logstore, "", "10.0.0.1", item);
      }
    }
    producer.close();
  }
}
