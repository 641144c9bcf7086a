import com.alibaba.fastjson.JSON;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The official Java SDK's consumer and producer, as a user writes programs with them: {@code Peer consume SETTINGS} or {@code
 * Peer produce SETTINGS}, with the settings as a JSON object. Prints a line of JSON.
 */
public final class Peer {
  public static final class Credentials {
    public String accessKeyId;
    public String secretAccessKey;
  }

  public static final class Settings {
    public String endpoint;
    public String project;
    public String logstore;
    public Credentials credentials;
    // Of a consumer.
    public String group;
    public int records;
    // Of a producer.
    public String file;
    public int passes;
  }

  public static void main(String[] args) throws Exception {
    Settings given = JSON.parseObject(args[1], Settings.class);
    Map<String, ?> told = args[0].equals("consume") ? Consume.run(given) : Produce.run(given);
    System.out.println(JSON.toJSONString(told));
    // The SDK leaves threads behind that would keep the process.
    System.exit(0);
  }

  static double wallMs() {
    return System.nanoTime() / 1e6;
  }

  /** Since the virtual machine was started, which takes a while of its own. */
  static double upMs() {
    return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
  }

  static double cpuMs() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e6;
  }

  /** Where the system tells it; else 0. */
  static long peakRssBytes() throws Exception {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) return 0;
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmHWM:")) return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }
    return 0;
  }
}
