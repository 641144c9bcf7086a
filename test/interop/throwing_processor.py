"""A processor that throws on one batch, for the consumers of both SDKs, of which one is made after the other."""
from told import settings, tell


def throwing_processor(base, texts_of, save):
    """
    A class on the SDK's own that throws on the batch that the settings name, the first time that it sees it, and saves after
    each other one. Tells each batch that it was handed, and whether it was done.
    """
    class ThrowingProcessor(base):
        def __init__(self):
            super(ThrowingProcessor, self).__init__()
            self.batches = 0

        def process(self, log_groups, tracker):
            self.batches += 1
            texts = texts_of(log_groups)
            if self.batches == settings.get('throwOnBatch'):
                tell(kind='thrown', records=texts)
                raise ValueError('the processor could not')
            tell(kind='done', records=texts)
            save(self, tracker)

    return ThrowingProcessor
