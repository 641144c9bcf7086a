import com.aliyun.openservices.log.common.FastLog;
import com.aliyun.openservices.log.common.FastLogContent;
import com.aliyun.openservices.log.common.LogGroupData;
import com.aliyun.openservices.loghub.client.ClientWorker;
import com.aliyun.openservices.loghub.client.ILogHubCheckPointTracker;
import com.aliyun.openservices.loghub.client.config.LogHubConfig;
import com.aliyun.openservices.loghub.client.exceptions.LogHubCheckPointException;
import com.aliyun.openservices.loghub.client.interfaces.ILogHubProcessor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Reads two fields of every record until it has seen them all, then stops. */
final class Consume {
  private static final CountDownLatch everything = new CountDownLatch(1);
  private static int seen;
  private static int checksum;
  private static double wallMs;

  static Map<String, ?> run(Peer.Settings given) throws Exception {
    LogHubConfig config =
        new LogHubConfig(
            given.group, "java", given.endpoint, given.project, given.logstore, given.credentials.accessKeyId,
            given.credentials.secretAccessKey, LogHubConfig.ConsumePosition.BEGIN_CURSOR);
    ClientWorker worker = new ClientWorker(() -> new Processor(given.records), config);
    new Thread(worker).start();
    everything.await();
    worker.shutdown();
    return Map.of(
        "records", seen,
        "checksum", Integer.toUnsignedLong(checksum),
        "wallMs", wallMs,
        "cpuMs", Peer.cpuMs(),
        "peakRssBytes", Peer.peakRssBytes());
  }

  private static synchronized void add(int records, int sum, int all) {
    checksum += sum;
    if (seen < all && seen + records >= all) {
      wallMs = Peer.upMs();
      everything.countDown();
    }
    seen += records;
  }

  /** One for each shard. */
  private record Processor(int all) implements ILogHubProcessor {
    @Override
    public void initialize(int shard) {}

    @Override
    public String process(List<LogGroupData> groups, ILogHubCheckPointTracker tracker) {
      int records = 0;
      int sum = 0;
      for (LogGroupData data : groups) {
        for (FastLog log : data.GetFastLogGroup().getLogs()) {
          sum += numberOf(log);
          records++;
        }
      }
      add(records, sum, all);
      save(tracker, false);
      return null;
    }

    @Override
    public void shutdown(ILogHubCheckPointTracker tracker) {
      save(tracker, true);
    }

    private static void save(ILogHubCheckPointTracker tracker, boolean force) {
      try {
        tracker.saveCheckPoint(force);
      } catch (LogHubCheckPointException failure) {
        throw new IllegalStateException(failure);
      }
    }

    /** What records.mjs adds of a record: the number in its message times the first letter of its level. */
    private static int numberOf(FastLog log) {
      String level = null;
      String message = null;
      for (FastLogContent content : log.getContents()) {
        String key = content.getKey();
        if (key.equals("level")) level = content.getValue();
        else if (key.equals("msg")) message = content.getValue();
      }
      return Integer.parseUnsignedInt(message, 4, 12, 16) * level.charAt(0);
    }
  }
}
