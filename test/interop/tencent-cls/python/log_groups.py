"""Log groups as JSON has them, as the SDK has them."""
import base64


def add_group(uploaded, given):
    """Adds a log group to a LogGroupList; its texts come in base64."""
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


def text(encoded):
    return base64.b64decode(encoded).decode('utf-8')
