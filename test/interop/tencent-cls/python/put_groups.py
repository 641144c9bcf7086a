"""Puts the uploads of a file, one after the other."""
import base64
import json

from tencentcloud.log.cls_pb2 import LogGroupList
from tencentcloud.log.logclient import LogClient

from told import settings, tell


def text(encoded):
    return base64.b64decode(encoded).decode('utf-8')


def add_group(uploaded, given):
    group = uploaded.logGroupList.add()
    for field, name in (('contextFlow', 'packageId'), ('filename', 'filename'), ('source', 'source')):
        if given[name] is not None:
            setattr(group, field, text(given[name]))
    for name, value in given['tags']:
        group.logTags.add(key=text(name), value=text(value))
    for log in given['logs']:
        made = group.logs.add(time=int(log['time']))
        for name, value in log['contents']:
            made.contents.add(key=text(name), value=text(value))


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
