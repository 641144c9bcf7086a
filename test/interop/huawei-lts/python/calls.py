"""Makes calls of the general SDK, one after the other, and tells what each of them answers, or why it was refused."""
import json
import re

from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException
from huaweicloudsdklts import v2

from client import client
from told import settings, tell


def method_of(call):
    return re.sub('(?<=.)([A-Z])', r'_\1', call).lower()


lts = client()
# A text of its own: it holds whole numbers that no double does.
for call, fields in json.loads(settings['calls']):
    request = getattr(v2, call + 'Request')(**fields)
    try:
        answer = getattr(lts, method_of(call))(request)
        tell(kind='answer', status=answer.status_code, json=json.dumps(answer.to_dict()))
    except ServiceResponseException as refusal:
        tell(kind='refused', status=refusal.status_code, code=refusal.error_code, message=refusal.error_msg,
             requestId=refusal.request_id)
