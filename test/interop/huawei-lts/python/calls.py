"""Makes calls of the general SDK, one after the other, and tells what each of them answers, or why it was refused."""
import json
import re

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdklts import v2

from told import settings, tell


def client():
    credentials = BasicCredentials(settings['accessKeyId'], settings['secretAccessKey'], settings['projectId'])
    if 'securityToken' in settings:
        credentials.with_security_token(settings['securityToken'])
    if settings['signature'] == 'V11':
        credentials.with_derived_predicate(lambda request: True)
    builder = v2.LtsClient.new_builder().with_credentials(credentials)
    if settings['signature'] == 'V11':
        # It signs for a region, and the client for LTS does not say which service it is.
        region = Region(settings['region'], settings['endpoint'])
        return builder._with_derived_auth_service_name('lts').with_region(region).build()
    return builder.with_endpoint(settings['endpoint']).build()


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
