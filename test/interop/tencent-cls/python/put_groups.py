"""Puts the uploads of a file, one after the other."""
import json

from tencentcloud.log.cls_pb2 import LogGroupList
from tencentcloud.log.logclient import LogClient

from log_groups import add_group
from told import settings, tell


client = LogClient(settings['endpoint'], settings['accessKeyId'], settings['secretAccessKey'])
count = 0
with open(settings['uploads']) as file:
    for line in file:
        uploaded = LogGroupList()
        for given in json.loads(line):
            add_group(uploaded, given)
        client.put_log_raw(settings['topicId'], uploaded)
        count += 1
tell(kind='put', count=count)
