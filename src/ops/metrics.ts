import type { Chat } from '#chat/port.ts';
import { beforeDeadline } from '#deadline.ts';
import type { Store } from '#store/types.ts';
import type { Meter } from '#support/turns/meter.ts';
import { processMetrics } from './process-metrics.ts';
import { openRegistry, type Registry } from './prometheus.ts';

/** What the metrics are read from when they are asked for. */
export interface MetricsParts {
  readonly version: string;
  readonly chats: readonly Chat[];
  readonly store: Pick<Store, 'pending' | 'caseCounts'>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** The metrics of the bot. */
export interface Metrics {
  readonly meter: Meter;
  /** The knowledge was read again, or could not be. */
  knowledgeReloaded(ok: boolean): void;
  /**
   * A picture was read, or was not.
   *
   * @param ms how long that took, in milliseconds
   */
  pictureRead(outcome: string, ms: number): void;
  /** Everything in Prometheus' text format. Never rejects. */
  text(): Promise<string>;
}

const DATABASE_MS = 2000;
const SHORT = [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1];
const LONG = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Opens the metrics. No label holds anything that people wrote, or who they are. */
export function openMetrics(parts: MetricsParts): Metrics {
  const registry = openRegistry();
  registry.gauge('keymedic_info', 'The version that runs.').set(1, { version: parts.version });
  const readProcess = processMetrics(registry);
  const readStore = storeMetrics(registry, parts);
  const connected = registry.gauge('keymedic_chat_connected', 'Is the chat connected? 1 or 0.');
  const reloads = registry.counter('keymedic_knowledge_reloads_total', 'Times that files were read again, by result.');
  const pictures = registry.counter('keymedic_pictures_total', 'Pictures that people sent, by what became of them.');
  const reading = registry.histogram('keymedic_picture_seconds', 'Reading one picture.', LONG);
  return {
    meter: meterOn(registry),
    knowledgeReloaded: (ok) => reloads.add({ result: ok ? 'ok' : 'broken' }),
    pictureRead(outcome, ms) {
      pictures.add({ outcome });
      reading.observe(ms / 1000);
    },
    async text() {
      readProcess();
      for (const chat of parts.chats) connected.set(chat.state() === 'connected' ? 1 : 0, { chat: chat.name });
      await readStore();
      return registry.text();
    },
  };
}

function meterOn(registry: Registry): Meter {
  const turns = registry.histogram('keymedic_turn_seconds', 'Handling of what reaches the bot.', LONG);
  const failed = registry.counter('keymedic_turns_failed_total', 'Turns that broke off.');
  const diagnoses = registry.counter('keymedic_diagnoses_total', 'Texts diagnosed, by what was told; none: nothing.');
  const diagnosing = registry.histogram('keymedic_diagnosis_seconds', 'Diagnosing one text.', SHORT);
  const silences = registry.counter('keymedic_silences_total', 'Messages without an answer, by reason.');
  const replies = registry.histogram('keymedic_reply_seconds', 'From a message to its answer in the chat.', LONG);
  const errors = registry.counter('keymedic_api_errors_total', 'Calls that a chat did not do, by reason.');
  const limits = registry.histogram('keymedic_rate_limit_wait_seconds', 'How long chats asked to wait.', LONG);
  const checks = registry.counter('keymedic_key_checks_total', 'Key checks, by verdict.');
  const probing = registry.histogram('keymedic_probe_seconds', 'How long providers took to answer.', LONG);
  const handoffs = registry.counter('keymedic_handoffs_total', 'Cases handed to the staff.');
  return {
    turnHandled: (chat, type, ms) => turns.observe(ms / 1000, { chat, type }),
    turnFailed: (chat, type) => failed.add({ chat, type }),
    diagnosed(kind, ms) {
      diagnoses.add({ kind: kind ?? 'none' });
      diagnosing.observe(ms / 1000);
    },
    silent: (why) => silences.add({ reason: why }),
    replied: (chat, ms) => replies.observe(ms / 1000, { chat }),
    callFailed: (chat, reason) => errors.add({ chat, reason }),
    waits: (chat, ms) => limits.observe(ms / 1000, { chat }),
    keyChecked(verdict, ms) {
      checks.add({ verdict });
      if (ms !== null) probing.observe(ms / 1000);
    },
    handedOff: () => handoffs.add(),
  };
}

function storeMetrics(registry: Registry, { store, clock }: MetricsParts): () => Promise<void> {
  const up = registry.gauge('keymedic_database_up', 'Does the database answer? 1 or 0.');
  const depth = registry.gauge('keymedic_outbox_messages', 'Messages that wait to be sent.');
  const age = registry.gauge('keymedic_outbox_oldest_seconds', 'How long the oldest of them waits.');
  const cases = registry.gauge('keymedic_cases', 'Cases, by state.');
  return async () => {
    const read = await beforeDeadline(countsIn(store), DATABASE_MS, null);
    up.set(read === null ? 0 : 1);
    for (const gauge of [depth, age, cases]) gauge.clear();
    if (read === null) return;
    const [{ count, oldestAt }, counts] = read;
    depth.set(count);
    age.set(oldestAt === null ? 0 : Math.max(0, clock() - oldestAt) / 1000);
    for (const [state, number] of Object.entries(counts)) cases.set(number, { state });
  };
}

/** Null where the database cannot be read. */
function countsIn(store: MetricsParts['store']) {
  return Promise.all([store.pending(), store.caseCounts()]).catch(() => null);
}
