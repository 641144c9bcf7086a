import com.google.gson.Gson;
import com.tencentcloudapi.cls.producer.AsyncProducerClient;
import com.tencentcloudapi.cls.producer.AsyncProducerConfig;
import com.tencentcloudapi.cls.producer.Result;
import java.util.Map;

/**
 * The official Java SDKs as a peer: {@code Main COMMAND SETTINGS}, with the settings as JSON. Tells one JSON object a line, and
 * fails with one line that says why.
 */
public final class Main {
  /** What every command is told; each has more of its own. */
  static class Settings {
    String endpoint;
    String accessKeyId;
    String secretAccessKey;
    String region;
    String topicId;
    /** Of all that the producer writes. */
    String source;

    AsyncProducerClient producer() {
      AsyncProducerConfig config = new AsyncProducerConfig(endpoint, accessKeyId, secretAccessKey, source);
      config.setLingerMs(100);
      config.setRetries(0);
      return new AsyncProducerClient(config);
    }
  }

  public static void main(String[] args) {
    try {
      switch (args[0]) {
        case "api" -> Api.run(args[1]);
        case "produce" -> Produce.run(args[1]);
        case "put" -> Put.run(args[1]);
        default -> throw new IllegalArgumentException("no command is named " + args[0]);
      }
    } catch (Throwable failure) {
      System.err.println(failure.toString().replaceAll("\\s+", " "));
      Runtime.getRuntime().halt(1);
    }
    // The SDK leaves threads behind that would keep the process.
    System.exit(0);
  }

  static void tell(Map<String, ?> told) {
    System.out.println(new Gson().toJson(told));
  }

  static void check(Result result) {
    if (!result.isSuccessful()) throw new IllegalStateException(result.getErrorCode() + ": " + result.getErrorMessage());
  }
}
