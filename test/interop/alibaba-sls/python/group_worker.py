"""The SDK's own consumer as a member of the group that the settings name."""
import signal
import threading

from aliyun.log.consumer import ConsumerWorker, CursorPosition, LogHubConfig

from told import settings


def run_until_terminated(processor, member, **options):
    """Returns once it has stopped, after SIGTERM. The group's timeout is twice `heartbeat_interval`, in seconds."""
    worker = ConsumerWorker(processor, LogHubConfig(
        settings['endpoint'],
        settings['accessKeyId'],
        settings['secretAccessKey'],
        settings['project'],
        settings['logstore'],
        settings['group'],
        member,
        cursor_position=CursorPosition.BEGIN_CURSOR,
        data_fetch_interval=0.1,
        **options
    ))
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    worker.start()
    stopping.wait()
    worker.shutdown()
    worker.join()
