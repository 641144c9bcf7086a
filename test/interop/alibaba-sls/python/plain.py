"""What the SDK's answers say, as JSON can."""
import base64
import enum
import inspect

import aliyun.log as sdk
from aliyun.log.logresponse import LogResponse


def plain(value):
    """What JSON can say of an answer: the fields that the SDK has made of it."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, bytes):
        return {'base64': base64.b64encode(value).decode('ascii')}
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple, set)) or inspect.isgenerator(value):
        return [plain(each) for each in value]
    if isinstance(value, sdk.PullLogResponse):
        return pulled(value)
    if hasattr(value, 'to_json'):
        # What the service would be sent.
        return plain(value.to_json())
    fields = {
        name.lstrip('_'): plain(each)
        for name, each in vars(value).items()
        if name not in ('headers', 'body', '_body') and not callable(each)
    }
    # Where it makes nothing of the body, the body is the answer.
    return plain(value.body) if isinstance(value, LogResponse) and not fields else fields


def pulled(answer):
    return {
        'next_cursor': answer.get_next_cursor(),
        'count': answer.get_loggroup_count(),
        'raw_size': answer.get_raw_size(),
        'groups': [group_of(group) for group in answer.get_loggroup_list().LogGroups],
    }


def group_of(group):
    return {
        'topic': group.Topic,
        'source': group.Source,
        'tags': [[tag.Key, tag.Value] for tag in group.LogTags],
        'logs': [
            {
                'time': log.Time,
                'ns': log.Time_ns if log.HasField('Time_ns') else None,
                'contents': [[content.Key, plain(content.Value)] for content in log.Contents],
            }
            for log in group.Logs
        ],
    }
