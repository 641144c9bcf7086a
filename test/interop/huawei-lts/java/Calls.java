import com.alibaba.fastjson.JSON;
import com.alibaba.fastjson.JSONObject;
import com.huaweicloud.sdk.core.SdkResponse;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.exception.ServiceResponseException;
import com.huaweicloud.sdk.core.region.Region;
import com.huaweicloud.sdk.core.utils.JsonUtils;
import com.huaweicloud.sdk.lts.v2.LtsClient;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Makes calls of the general Java SDK as asked, one JSON object a line, and tells what each answers, or why it was refused. */
public final class Calls {
  /** Where a call goes, and as whom; a method of the client by its name, and its request as JSON. */
  public static final class Question {
    public String endpoint;
    public String region;
    public String projectId;
    public String accessKeyId;
    public String secretAccessKey;
    public String securityToken;
    public String signature;
    public String call;
    public String fields;

    LtsClient client() {
      BasicCredentials credentials =
          new BasicCredentials().withAk(accessKeyId).withSk(secretAccessKey).withProjectId(projectId);
      if (securityToken != null) credentials.withSecurityToken(securityToken);
      if (!signature.equals("V11")) {
        return LtsClient.newBuilder().withCredential(credentials).withEndpoint(endpoint).build();
      }
      credentials.withDerivedPredicate(request -> true);
      // It signs for a region, and the client for LTS does not say which service it is.
      return LtsClient.newBuilder()
          .withCredential(credentials)
          .withDerivedAuthServiceName("lts")
          .withRegion(new Region(region, endpoint))
          .build();
    }
  }

  public static void main(String[] args) throws Exception {
    BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      System.out.println(new JSONObject(answer(JSON.parseObject(line, Question.class))).toJSONString());
    }
    // The SDK leaves threads behind that would keep the process.
    System.exit(0);
  }

  private static Map<String, Object> answer(Question asked) throws Exception {
    Map<String, Object> told = new HashMap<>();
    String name = asked.call.substring(0, 1).toLowerCase() + asked.call.substring(1);
    Method method =
        Arrays.stream(LtsClient.class.getMethods()).filter(each -> each.getName().equals(name)).findFirst().orElse(null);
    if (method == null) {
      told.put("kind", "unknown");
      return told;
    }
    try {
      Object request = JsonUtils.toObject(asked.fields, method.getParameterTypes()[0]);
      SdkResponse response = (SdkResponse) method.invoke(asked.client(), request);
      told.put("kind", "answer");
      told.put("status", response.getHttpStatusCode());
      told.put("json", JsonUtils.toJSON(response));
    } catch (InvocationTargetException failure) {
      if (!(failure.getCause() instanceof ServiceResponseException refusal)) throw failure;
      told.put("kind", "refused");
      told.put("status", refusal.getHttpStatusCode());
      told.put("code", refusal.getErrorCode());
      told.put("message", refusal.getErrorMsg());
      told.put("requestId", refusal.getRequestId());
    }
    return told;
  }
}
