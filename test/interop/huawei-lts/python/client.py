"""The general SDK's client of LTS, led to the emulator by its own options."""
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdklts import v2

from told import settings


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
