"""The SDK's own consumer as a member of the group that the settings name."""
import signal
import threading

from tencentcloud.log.consumer import ConsumerWorker, LogHubConfig

from told import settings


def run_until_terminated(processor, **options):
    """Returns once it has stopped, after SIGTERM. The group's timeout is twice the heartbeat's interval."""
    worker = ConsumerWorker(processor, LogHubConfig(
        settings['endpoint'],
        settings['accessKeyId'],
        settings['secretAccessKey'],
        settings['region'],
        settings['logsetId'],
        settings['topicIds'],
        settings['group'],
        settings['member'],
        heartbeat_interval=settings['heartbeatSeconds'],
        data_fetch_interval=settings.get('fetchSeconds', 0.1),
        offset_start_time='begin',
        **options
    ))
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    worker.start()
    stopping.wait()
    worker.shutdown()
    worker.join()
