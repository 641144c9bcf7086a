"""The general SDK's client of LTS, led to the emulator by its own options."""
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdklts import v2


def client(given):
    credentials = BasicCredentials(given['accessKeyId'], given['secretAccessKey'], given['projectId'])
    if 'securityToken' in given:
        credentials.with_security_token(given['securityToken'])
    if given['signature'] == 'V11':
        credentials.with_derived_predicate(lambda request: True)
    builder = v2.LtsClient.new_builder().with_credentials(credentials)
    if given['signature'] == 'V11':
        # It signs for a region, and the client for LTS does not say which service it is.
        region = Region(given['region'], given['endpoint'])
        return builder._with_derived_auth_service_name('lts').with_region(region).build()
    return builder.with_endpoint(given['endpoint']).build()
