import com.alibaba.fastjson.JSON;
import com.google.common.util.concurrent.ListenableFuture;
import com.huaweicloud.lts.appender.JavaSDKAppender;
import com.huaweicloud.lts.producer.Result;
import com.huaweicloud.lts.producer.exception.ResultFailedException;
import com.huaweicloud.lts.producer.model.log.LogContent;
import com.huaweicloud.lts.producer.model.log.LogItem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Hands items to the producer of the official Java SDK, one call each, and waits for what comes of them. */
public final class Producer {
  public static final class Settings {
    public String region;
    public String projectId;
    public String logGroupId;
    public String logStreamId;
    public String accessKeyId;
    public String secretAccessKey;
    /** A file: they are too long for an argument. */
    public String items;
  }

  public static final class Item {
    /** A text that is JSON. */
    public String labels;
    public List<Line> lines;
  }

  public static final class Line {
    public long timeNs;
    public String text;
  }

  public static void main(String[] args) throws Exception {
    Settings given = JSON.parseObject(args[args.length - 1], Settings.class);
    com.huaweicloud.lts.producer.Producer producer =
        JavaSDKAppender.custom()
            .setRegionName(given.region)
            .setProjectId(given.projectId)
            .setAccessKeyId(given.accessKeyId)
            .setAccessKeySecret(given.secretAccessKey)
            .setLingerMs(100)
            // Or batches pass one another.
            .setIoThreadCount(1)
            .setRetries(0)
            .builder()
            .getProducer();
    List<ListenableFuture<Result>> results = new ArrayList<>();
    for (Item item : JSON.parseArray(Files.readString(Path.of(given.items)), Item.class)) {
      results.add(producer.send(given.logGroupId, given.logStreamId, List.of(made(item))));
    }
    try {
      for (ListenableFuture<Result> result : results) result.get();
    } catch (ExecutionException failure) {
      System.err.println(reason(failure.getCause()));
      System.exit(1);
    }
    producer.close();
  }

  private static String reason(Throwable cause) {
    if (!(cause instanceof ResultFailedException)) return cause.toString();
    ResultFailedException failed = (ResultFailedException) cause;
    return failed.getErrorCode() + ": " + failed.getErrorMessage();
  }

  private static LogItem made(Item item) {
    LogItem made = new LogItem();
    made.setLabels(item.labels);
    List<LogContent> contents = new ArrayList<>();
    for (Line line : item.lines) contents.add(new LogContent(line.timeNs, line.text));
    made.setContents(contents);
    return made;
  }
}
