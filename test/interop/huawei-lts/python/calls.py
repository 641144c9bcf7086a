"""Makes calls of the general SDK as asked, and tells what each of them answers, or why it was refused."""
import json
import re

from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException
from huaweicloudsdklts import v2

from client import client
from told import questions, tell


def method_of(call):
    return re.sub('(?<=.)([A-Z])', r'_\1', call).lower()


def request_of(call, fields):
    """Its fields have names of their own; those on the wire are what we are told."""
    kind = getattr(v2, call + 'Request')
    return kind(**{name: fields[wire] for name, wire in kind.attribute_map.items() if wire in fields})


def in_words_of_the_wire(value):
    if isinstance(value, (list, tuple)):
        return [in_words_of_the_wire(each) for each in value]
    if isinstance(value, dict):
        return {name: in_words_of_the_wire(each) for name, each in value.items()}
    if not hasattr(value, 'attribute_map'):
        return value
    return {wire: in_words_of_the_wire(getattr(value, name)) for name, wire in value.attribute_map.items()}


for question in questions():
    lts = client(question)
    method = getattr(lts, method_of(question['call']), None)
    if method is None:
        tell(kind='unknown')
        continue
    try:
        # A text of its own: it holds whole numbers that no double does.
        answer = method(request_of(question['call'], json.loads(question['fields'])))
        tell(kind='answer', status=answer.status_code, json=json.dumps(in_words_of_the_wire(answer)))
    except ServiceResponseException as refusal:
        tell(kind='refused', status=refusal.status_code, code=refusal.error_code, message=refusal.error_msg,
             requestId=refusal.request_id)
