import com.google.gson.Gson;
import com.google.gson.JsonParser;
import com.tencentcloudapi.cls.v20201016.ClsClient;
import com.tencentcloudapi.common.AbstractModel;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/** Makes the calls that the parent asks for with the general SDK, whose models have read and written each body, until it is gone. */
final class Api {
  /** Asks for one action of API 3.0, on the emulator at an address. Bodies are JSON in texts. */
  private static final class Question {
    String address;
    String action;
    String body;
  }

  static void run(String json) throws Exception {
    Gson gson = new Gson();
    Main.Settings given = gson.fromJson(json, Main.Settings.class);
    BufferedReader questions = new BufferedReader(new InputStreamReader(System.in));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      try {
        Main.tell(Map.of("kind", "answer", "body", call(given, gson.fromJson(line, Question.class))));
      } catch (TencentCloudSDKException refusal) {
        Main.tell(Map.of("kind", "refused", "code", refusal.getErrorCode(), "message", refusal.getMessage()));
      }
    }
  }

  private static String call(Main.Settings given, Question asked) throws Exception {
    HttpProfile http = new HttpProfile();
    http.setProtocol(HttpProfile.REQ_HTTP);
    http.setEndpoint(asked.address);
    Credential credential = new Credential(given.accessKeyId, given.secretAccessKey);
    ClsClient client = new ClsClient(credential, given.region, new ClientProfile(ClientProfile.SIGN_TC3_256, http));
    // The newest in the registry is older than consumer groups: it has no models of theirs, and a call for what it does not know.
    Class<?> kind = modelOf(asked.action + "Request");
    if (kind == null) return answerIn(client.call(asked.action, asked.body));
    Object request = AbstractModel.fromJsonString(asked.body, kind.asSubclass(AbstractModel.class));
    try {
      return AbstractModel.toJsonString((AbstractModel) ClsClient.class.getMethod(asked.action, kind).invoke(client, request));
    } catch (InvocationTargetException failure) {
      throw (Exception) failure.getCause();
    }
  }

  private static Class<?> modelOf(String name) {
    try {
      return Class.forName("com.tencentcloudapi.cls.v20201016.models." + name);
    } catch (ClassNotFoundException unknown) {
      return null;
    }
  }

  /** As it came, numbers too. */
  private static String answerIn(String body) {
    return JsonParser.parseString(body).getAsJsonObject().get("Response").toString();
  }
}
