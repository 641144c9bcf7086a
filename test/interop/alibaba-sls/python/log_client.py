"""The SDK's client, as the settings ask for it."""
from aliyun.log import LogClient

from told import settings

project = settings['project']
logstore = settings['logstore']

client = LogClient(
    settings['endpoint'],
    settings['accessKeyId'],
    settings['secretAccessKey'],
    auth_version=settings['signature'],
    region=settings['region'],
)
