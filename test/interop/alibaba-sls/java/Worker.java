import com.aliyun.openservices.log.common.FastLog;
import com.aliyun.openservices.log.common.FastLogContent;
import com.aliyun.openservices.log.common.LogGroupData;
import com.aliyun.openservices.loghub.client.ClientWorker;
import com.aliyun.openservices.loghub.client.ILogHubCheckPointTracker;
import com.aliyun.openservices.loghub.client.config.LogHubConfig;
import com.aliyun.openservices.loghub.client.exceptions.LogHubCheckPointException;
import com.aliyun.openservices.loghub.client.interfaces.ILogHubProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The SDK's own consumer, as one member of a group. Tells what it owns, handles and lets go of; stops on SIGTERM. */
final class Worker {
  public static final class WorkerSettings extends Main.Settings {
    public String group;
    public String member;
    public double heartbeatSeconds;
    public int timeoutSeconds;
    public double checkpointEverySeconds;
    public double workSeconds;
  }

  private static final AtomicInteger leases = new AtomicInteger();

  static void run(WorkerSettings given) throws Exception {
    LogHubConfig config =
        new LogHubConfig(
            given.group, given.member, given.endpoint, given.project, given.logstore, given.accessKeyId,
            given.secretAccessKey, LogHubConfig.ConsumePosition.BEGIN_CURSOR);
    config.setHeartBeatIntervalMillis((long) (given.heartbeatSeconds * 1000));
    config.setTimeoutInSeconds(given.timeoutSeconds);
    config.setFetchIntervalMillis(100);
    ClientWorker worker = new ClientWorker(() -> new TellingProcessor(given), config);
    Thread running = new Thread(worker);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  worker.shutdown();
                  Main.tell(Map.of("kind", "stopped"));
                  // It would end as one that was killed.
                  Runtime.getRuntime().halt(0);
                }));
    running.start();
    running.join();
  }

  /** One for each shard. */
  private static final class TellingProcessor implements ILogHubProcessor {
    private final WorkerSettings given;
    private final String lease;
    private String shard;
    private long savedAt;

    TellingProcessor(WorkerSettings given) {
      this.given = given;
      lease = given.member + "#" + leases.incrementAndGet();
    }

    @Override
    public void initialize(int shardId) {
      shard = String.valueOf(shardId);
      Main.tell(Map.of("kind", "owns", "shard", shard, "lease", lease));
    }

    @Override
    public String process(List<LogGroupData> groups, ILogHubCheckPointTracker tracker) {
      List<Integer> sequences = new ArrayList<>();
      for (LogGroupData data : groups) {
        for (FastLog log : data.GetFastLogGroup().getLogs()) sequences.add(sequenceOf(log));
      }
      boolean force = false;
      if (!sequences.isEmpty()) {
        int middle = (sequences.size() + 1) / 2;
        tellHandled(sequences.subList(0, middle), sequences.size() - middle);
        rest();
        tellHandled(sequences.subList(middle, sequences.size()), 0);
        long now = System.nanoTime();
        force = now - savedAt >= given.checkpointEverySeconds * 1e9;
        if (force) savedAt = now;
      }
      save(tracker, force);
      return null;
    }

    @Override
    public void shutdown(ILogHubCheckPointTracker tracker) {
      save(tracker, true);
      Main.tell(Map.of("kind", "let-go", "shard", shard, "lease", lease, "reason", "shutdown"));
    }

    private void rest() {
      try {
        Thread.sleep((long) (given.workSeconds * 1000));
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }

    private void tellHandled(List<Integer> sequences, int left) {
      Main.tell(Map.of("kind", "handled", "shard", shard, "lease", lease, "sequences", sequences, "left", left));
    }

    private static void save(ILogHubCheckPointTracker tracker, boolean force) {
      try {
        tracker.saveCheckPoint(force);
      } catch (LogHubCheckPointException refused) {
        // The SDK gives up the shard by itself; whoever has it now goes on from the checkpoint before.
        System.err.println(refused.getMessage());
      }
    }

    private static int sequenceOf(FastLog log) {
      for (FastLogContent content : log.getContents()) {
        if (content.getKey().equals("sequence")) return Integer.parseInt(content.getValue());
      }
      throw new IllegalStateException("a record has no sequence");
    }
  }
}
