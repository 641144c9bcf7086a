import { ConsumerError } from '../errors/consumer-error.js';
import { describeThrown } from '../errors/thrown.js';
import type { Emit } from '../observe/events.js';
import type { PartitionContext, Processor, ProcessorFactory, ShutdownReason } from '../processor.js';
import type { Batch } from '../record.js';
import { type AttemptOptions, processWithRetries } from './attempts.js';

/** What a batch is handled with. */
export interface HandlingScope {
  readonly context: PartitionContext;
  /** Aborts when the partition is being drained: what was not begun stays so, and nothing is tried again. */
  readonly giveUp: AbortSignal;
  readonly emit: Emit;
  /** To be told of each batch, or part of one, that user code is given. */
  handOut(part: Batch): void;
}

/** What becomes of a partition's batches: a processor's, or an iterator's. */
export interface Handler {
  initialize(context: PartitionContext): Promise<void>;
  /** Resolves when the batch is done. Rejects with `giveUp.reason` where it is not, or with what fails the partition. */
  handle(batch: Batch, scope: HandlingScope): Promise<void>;
  /** The second call does nothing. */
  shutdown(reason: ShutdownReason): Promise<void>;
}

/** Makes the handler of one partition. */
export type HandlerFactory = () => Handler;

export type ProcessorHandlerOptions = Omit<AttemptOptions, 'stream' | 'giveUp' | 'working' | 'emit'>;

/** Calls the user's processor; what that throws is `processor-failed`, at last. */
export function processorHandler(factory: ProcessorFactory, options: ProcessorHandlerOptions): HandlerFactory {
  return () => {
    let made: { readonly processor: Processor; readonly context: PartitionContext } | undefined;

    return {
      async initialize(context) {
        const processor = await userCode('processor()', context, () => makeProcessor(factory));
        made = { processor, context };
        await userCode('initialize()', context, () => processor.initialize?.(context));
      },
      async handle(batch, { context, giveUp, handOut, emit }) {
        const { partition, signal } = context;
        const attempt = async (part: Batch): Promise<void> => {
          // By the clock, before each try: the timers of a pause and of the lease may both be late.
          if (!context.holds()) throw signal.reason;
          handOut(part);
          await made?.processor.process(part, context);
        };
        await processWithRetries(batch, attempt, {
          ...options,
          stream: partition.stream,
          giveUp,
          working: signal,
          emit,
        });
      },
      async shutdown(reason) {
        const last = made;
        made = undefined;
        if (last) await userCode('shutdown()', last.context, () => last.processor.shutdown?.(last.context, reason));
      },
    };
  };
}

async function userCode<T>(
  step: string,
  { partition, signal }: PartitionContext,
  run: () => Promise<T> | T,
): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    const message = `${step} of partition "${partition.id}" threw ${describeThrown(cause)}; "cause" is what it threw`;
    throw new ConsumerError('processor-failed', message, { cause, partition: partition.id });
  }
}

async function makeProcessor(factory: ProcessorFactory): Promise<Processor> {
  // One that is asynchronous against its type is awaited, so that what it rejects with has an owner.
  const processor: Processor | undefined = await Promise.resolve(factory());
  if (typeof processor?.process === 'function') return processor;
  throw new Error('it must return { initialize?, process, shutdown? }');
}
