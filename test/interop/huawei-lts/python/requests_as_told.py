"""Sends requests as asked, and tells what came for each of them, read by Python's json, or how it was refused."""
import json

from signed import send
from told import questions, tell

for question in questions():
    answer = send(question, question['method'], question['path'], question['query'].items(), question['body'])
    came = json.loads(answer.content)
    if answer.ok:
        tell(kind='answer', status=answer.status_code, json=json.dumps(came))
    else:
        tell(kind='refused', status=answer.status_code, code=came.get('errorCode') or came.get('error_code'))
