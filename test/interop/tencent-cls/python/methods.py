"""Calls methods of the SDK's two clients by their names, as asked, and tells what each answers, or why it was refused."""
import os

from tencentcloud.log.cls_pb2 import LogGroupList
from tencentcloud.log.logclient import LogClient, YunApiLogClient
from tencentcloud.log.logexception import LogException

from log_groups import add_group
from told import questions, settings, tell

keys = (settings['accessKeyId'], settings['secretAccessKey'])


def method_of(asked):
    """Of the client for logs, or of that for API 3.0, which looks into the environment for its host."""
    client = LogClient(asked['endpoint'], *keys)
    if not hasattr(client, asked['method']):
        os.environ['YUNAPI_ENDPOINT'] = asked['endpoint']
        client = YunApiLogClient(*keys, region=settings['region'])
    return getattr(client, asked['method'])


def made(argument):
    """What is asked for as log groups is made of them."""
    if not isinstance(argument, dict) or 'logGroups' not in argument:
        return argument
    uploaded = LogGroupList()
    for given in argument['logGroups']:
        add_group(uploaded, given)
    return uploaded


def plain(answer):
    """What JSON can say of an answer: what its getters give."""
    if hasattr(answer, 'get_log_groups'):
        return {'nextOffset': answer.get_next_offset(), 'logGroups': [group_of(each) for each in answer.get_log_groups()]}
    if hasattr(answer, 'get_consumer_groups'):
        return [
            {'name': each.get_consumer_group_name(), 'timeoutSeconds': each.get_timeout(), 'topicIds': each.get_topics()}
            for each in answer.get_consumer_groups()
        ]
    if hasattr(answer, 'get_consumer_group_offsets'):
        return answer.get_consumer_group_offsets()
    if hasattr(answer, 'get_partitions'):
        return answer.get_partitions()
    return None


def group_of(group):
    fields = (('packageId', 'contextFlow'), ('filename', 'filename'), ('source', 'source'))
    said = {name: getattr(group, field) for name, field in fields if group.HasField(field)}
    logs = [{'time': str(log.time), 'contents': pairs(log.contents)} for log in group.logs]
    return dict(said, tags=pairs(group.logTags), logs=logs)


def pairs(entries):
    return [[entry.key, entry.value] for entry in entries]


for asked in questions():
    try:
        answer = method_of(asked)(*[made(each) for each in asked['arguments']], **asked['named'])
        tell(kind='answer', answer=plain(answer))
    except LogException as refusal:
        tell(kind='refused', code=refusal.get_error_code(), status=refusal.resp_status)
