import com.aliyun.openservices.log.common.FastLog;
import com.aliyun.openservices.log.common.FastLogContent;
import com.aliyun.openservices.log.common.FastLogGroup;
import com.aliyun.openservices.log.common.LogGroupData;
import com.aliyun.openservices.log.response.PullLogsResponse;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The official Java SDK as a candidate: its FastLogGroup, which is what its consumer hands out. See lib/candidate.mjs for
 * what is said on stdin and stdout.
 *
 * <p>Arguments: folder, set, input (raw or lz4), job (every or one), field, log groups a body.
 */
public final class Reference {
    private record Body(byte[] raw, byte[] lz4) {}

    /** What was read must go somewhere, or the compiler may leave the reading out. */
    private static long sink;

    private final List<Body> bodies;
    private final boolean compressed;
    private final boolean everyField;
    private final String field;
    private final String groups;
    private int turn;

    private Reference(String[] arguments) throws IOException {
        bodies = load(Path.of(arguments[0]), arguments[1]);
        compressed = arguments[2].equals("lz4");
        everyField = arguments[3].equals("every");
        field = arguments[4];
        groups = arguments[5];
    }

    public static void main(String[] arguments) throws Exception {
        var reference = new Reference(arguments);
        var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = requests.readLine()) != null; ) {
            String[] words = line.split(" ");
            System.out.println(words[0].equals("verify") ? reference.verify() : reference.run(Double.parseDouble(words[1])));
        }
        if (sink == Long.MIN_VALUE) throw new IllegalStateException();
    }

    private static List<Body> load(Path folder, String set) throws IOException {
        var bodies = new ArrayList<Body>();
        for (int number = 0; Files.exists(folder.resolve(set + "-" + number + ".raw")); number++) {
            String name = set + "-" + number;
            bodies.add(new Body(Files.readAllBytes(folder.resolve(name + ".raw")), Files.readAllBytes(folder.resolve(name + ".lz4"))));
        }
        return bodies;
    }

    private String run(double milliseconds) throws Exception {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long bytes = 0;
        long records = 0;
        double cpuMs;
        long start = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        do {
            Body body = bodies.get(turn++ % bodies.size());
            records += read(body);
            bytes += body.raw.length;
            cpuMs = (system.getProcessCpuTime() - cpu) / 1e6;
        } while (cpuMs < milliseconds);
        double wallMs = (System.nanoTime() - start) / 1e6;
        return "{\"bytes\":" + bytes + ",\"records\":" + records + ",\"wallMs\":" + wallMs + ",\"cpuMs\":" + cpuMs + "}";
    }

    private List<LogGroupData> decode(Body body) throws Exception {
        if (!compressed) return groupsOf(body.raw);
        var headers = Map.of(
                "x-log-bodyrawsize", String.valueOf(body.raw.length),
                "x-log-compresstype", "lz4",
                "x-log-count", groups,
                "x-log-cursor", "MQ==");
        return new PullLogsResponse(headers, body.lz4).getLogGroups();
    }

    /** The SDK's own answer does this only behind a decompression: each log group is a tag byte, its length, its bytes. */
    private static List<LogGroupData> groupsOf(byte[] raw) {
        var groups = new ArrayList<LogGroupData>();
        for (int at = 0; at < raw.length; ) {
            int length = 0;
            int shift = 0;
            do length |= (raw[++at] & 127) << shift;
            while (raw[at] < 0 && (shift += 7) < 32);
            groups.add(new LogGroupData(raw, ++at, length, ""));
            at += length;
        }
        return groups;
    }

    private long read(Body body) throws Exception {
        long records = 0;
        for (LogGroupData data : decode(body)) {
            FastLogGroup group = data.GetFastLogGroup();
            int logs = group.getLogsCount();
            for (int i = 0; i < logs; i++) {
                if (everyField) readEvery(group.getLogs(i));
                else sink += find(group.getLogs(i)).length();
            }
            records += logs;
        }
        return records;
    }

    private static void readEvery(FastLog log) {
        int contents = log.getContentsCount();
        for (int i = 0; i < contents; i++) {
            FastLogContent content = log.getContents(i);
            sink += content.getKey().length() + content.getValue().length();
        }
        sink += log.getTime();
    }

    private String find(FastLog log) {
        int contents = log.getContentsCount();
        for (int i = 0; i < contents; i++) {
            FastLogContent content = log.getContents(i);
            if (content.getKey().equals(field)) return content.getValue();
        }
        return null;
    }

    /** The checksum that all candidates work out alike: lib/checksum.mjs. */
    private String verify() throws Exception {
        int sum = 0;
        int records = 0;
        int fields = 0;
        for (Body body : bodies) {
            for (LogGroupData data : decode(body)) {
                for (FastLog log : data.GetFastLogGroup().getLogs()) {
                    int record = log.getTime();
                    if (everyField) {
                        for (FastLogContent content : log.getContents()) record += checksum(content.getKey(), content.getValue());
                    } else {
                        record += checksum(field, find(log));
                    }
                    fields += everyField ? log.getContentsCount() : 1;
                    sum = sum * 31 + record;
                    records++;
                }
            }
        }
        return "{\"checksum\":\"" + String.format("%d records, %d fields, %08x", records, fields, sum) + "\"}";
    }

    private static int checksum(String name, String value) {
        var crc = new CRC32();
        crc.update((name + "\0" + value).getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
