import com.alibaba.fastjson.JSON;
import com.aliyun.openservices.log.Client;
import com.aliyun.openservices.log.common.Consts.CompressType;
import com.aliyun.openservices.log.exception.LogException;
import com.aliyun.openservices.log.http.client.ClientConfiguration;
import com.aliyun.openservices.log.http.signer.SignVersion;
import java.util.Map;

/**
 * The official Java SDK as a peer: {@code Main COMMAND SETTINGS}, with the settings as JSON. Tells one JSON object a line, and
 * fails with one line that says why.
 */
public final class Main {
  /** What every command is told; each has more of its own. */
  public static class Settings {
    public String endpoint;
    public String accessKeyId;
    public String secretAccessKey;
    public String region;
    public String signature;
    public String compression;
    public String project;
    public String logstore;

    Client client() {
      ClientConfiguration configuration = new ClientConfiguration();
      configuration.setSignatureVersion(signVersion());
      configuration.setRegion(region);
      configuration.setMaxErrorRetry(1);
      return new Client(endpoint, accessKeyId, secretAccessKey, configuration);
    }

    SignVersion signVersion() {
      return SignVersion.valueOf(signature.toUpperCase());
    }

    CompressType compressType() {
      return CompressType.valueOf(compression.toUpperCase());
    }
  }

  public static void main(String[] args) {
    Thread parent = new Thread(Main::endWithParent);
    parent.setDaemon(true);
    parent.start();
    try {
      String settings = args[1];
      switch (args[0]) {
        case "calls" -> Calls.run(JSON.parseObject(settings));
        case "put" -> Groups.put(JSON.parseObject(settings, Groups.PutSettings.class));
        case "pull" -> Groups.pull(JSON.parseObject(settings, Groups.PullSettings.class));
        case "produce" -> Produce.run(JSON.parseObject(settings, Groups.PutSettings.class));
        case "worker" -> Worker.run(JSON.parseObject(settings, Worker.WorkerSettings.class));
        default -> throw new IllegalArgumentException("no command is named " + args[0]);
      }
    } catch (Throwable failure) {
      fail(failure);
    }
    // The SDK leaves threads behind that would keep the process.
    System.exit(0);
  }

  /** Whoever started us keeps our input open as long as it lives. */
  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {}
    } catch (java.io.IOException gone) {
      // The same as its end.
    }
    Runtime.getRuntime().halt(1);
  }

  static synchronized void tell(Map<String, ?> told) {
    System.out.println(JSON.toJSONString(told, com.alibaba.fastjson.serializer.SerializerFeature.WriteMapNullValue));
  }

  static void fail(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof LogException)) cause = cause.getCause();
    String why =
        cause instanceof LogException refused ? refused.GetErrorCode() + ": " + refused.GetErrorMessage() : cause.toString();
    System.err.println(why.replaceAll("\\s+", " "));
    Runtime.getRuntime().halt(1);
  }
}
