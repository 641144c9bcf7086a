"""The SDK's client, as the settings ask for it."""
from aliyun.log import LogClient

from told import settings

project = settings['project']
logstore = settings['logstore']


def make_client():
    return LogClient(
        settings['endpoint'],
        settings['accessKeyId'],
        settings['secretAccessKey'],
        auth_version=settings['signature'],
        region=settings['region'],
    )


client = make_client()
