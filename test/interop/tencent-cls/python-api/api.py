"""Makes the calls of API 3.0 that the parent asks for with the general SDK, whose models have read and written each body."""
import base64

from tencentcloud.cls.v20201016 import cls_client, models
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

from told import questions, settings, tell

credential = Credential(settings['accessKeyId'], settings['secretAccessKey'])


def call(asked):
    http = HttpProfile(protocol='http', endpoint=asked['address'])
    client = cls_client.ClsClient(credential, settings['region'], ClientProfile(httpProfile=http))
    request = getattr(models, asked['action'] + 'Request')()
    request.from_json_string(asked['body'])
    # The one action whose body is no JSON takes it beside what it says of it.
    upload = [base64.b64decode(asked['bytes'])] if 'bytes' in asked else []
    return getattr(client, asked['action'])(request, *upload).to_json_string()


for asked in questions():
    try:
        tell(kind='answer', body=call(asked))
    except TencentCloudSDKException as refusal:
        tell(kind='refused', code=refusal.get_code(), message=refusal.get_message())
