import com.aliyun.openservices.aliyun.log.producer.LogProducer;
import com.aliyun.openservices.aliyun.log.producer.ProducerConfig;
import com.aliyun.openservices.aliyun.log.producer.ProjectConfig;
import com.aliyun.openservices.aliyun.log.producer.Result;
import com.aliyun.openservices.aliyun.log.producer.errors.ResultFailedException;
import com.aliyun.openservices.log.common.LogItem;
import com.google.common.util.concurrent.ListenableFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Hands every log of a file to the SDK's producer, one by one, and waits for what becomes of each. */
final class Produce {
  static void run(Groups.PutSettings given) throws Exception {
    ProducerConfig config = new ProducerConfig();
    config.setLingerMs(100);
    config.setRetries(0);
    config.setSignVersion(given.signVersion());
    config.setRegion(given.region);
    config.setCompressType(given.compression);
    LogProducer producer = new LogProducer(config);
    producer.putProjectConfig(
        new ProjectConfig(given.project, given.endpoint, given.accessKeyId, given.secretAccessKey));
    List<ListenableFuture<Result>> results = new ArrayList<>();
    for (Groups.Group group : Groups.read(given.groups)) {
      for (LogItem log : group.logs()) {
        results.add(producer.send(given.project, given.logstore, group.topic(), group.source(), log));
      }
    }
    try {
      for (ListenableFuture<Result> result : results) result.get();
    } catch (ExecutionException failure) {
      if (!(failure.getCause() instanceof ResultFailedException failed)) throw failure;
      throw new IllegalStateException(failed.getErrorCode() + ": " + failed.getErrorMessage());
    }
    producer.close();
    Main.tell(Map.of("kind", "produced", "count", results.size()));
  }
}
