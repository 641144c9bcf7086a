"""Calls methods of the SDK's client by their names, as asked, and tells what each of them answers, or why it was refused."""
import inspect
import os

import aliyun.log as sdk

from log_client import client
from plain import plain
from told import questions, tell


def made(value):
    """An object of the SDK is asked for as {"new": its class} and what it is made "with", or the "json" that it reads."""
    if isinstance(value, list):
        return [made(each) for each in value]
    if not isinstance(value, dict):
        return value
    if 'new' not in value:
        return {name: made(each) for name, each in value.items()}
    kind = getattr(sdk, value['new'])
    if 'with' in value:
        return kind(**made(value['with']))
    if isinstance(inspect.getattr_static(kind, 'from_json'), (classmethod, staticmethod)):
        return kind.from_json(value['json'])
    thing = kind()
    thing.from_json(value['json'])
    return thing


for question in questions():
    # The SDK looks it up with each request.
    os.environ['HTTP_PROXY'] = question['proxy']
    method = getattr(client, question['method'], None)
    if method is None:
        tell(kind='unknown')
        continue
    try:
        answer = method(*made(question['arguments']), **made(question['named']))
        tell(kind='answer', answer=plain(answer))
    except sdk.LogException as refusal:
        tell(kind='refused', code=refusal.get_error_code(), status=refusal.resp_status)
