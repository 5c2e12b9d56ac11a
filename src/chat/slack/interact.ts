import type { RespondFn } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Actor, Form, Interaction, Place } from '#chat/port.ts';
import type { Log } from '#log.ts';
import { readFailure } from './failures.ts';
import type { Outbound } from './outbound.ts';
import { render, renderForm } from './render.ts';

/** What an interaction can be answered through. */
export interface Means {
  readonly client: WebClient;
  readonly outbound: Outbound;
  readonly log: Log;
  readonly ack: () => Promise<void>;
  /** Single use, for 3 s; null in forms, which cannot open another one. */
  readonly trigger: string | null;
  /** Answers over the interaction's own address; null where it has none. */
  readonly respond: RespondFn | null;
  /** May a whisper be posted into the place? Not where the bot may not be a member. */
  readonly member: boolean;
}

/** The effects of an interaction. */
export function interactionOf(actor: Actor, place: Place, means: Means): Interaction {
  let acked: Promise<void> | null = null;
  const ack = () => (acked ??= means.ack());
  return {
    ack,
    async openForm(form) {
      // The trigger lives 3 s: opening comes before everything else, the acknowledgement included.
      const opened = open(form, place, means);
      await ack();
      await opened;
    },
    async whisper(reply) {
      await ack();
      if (means.member && !place.direct && place.channel !== '' && (await means.outbound.whisper(actor, place, reply)))
        return;
      const blocks = render(reply);
      if (means.respond !== null) {
        await means
          .respond({ response_type: 'ephemeral', replace_original: false, ...blocks })
          .catch(() => means.log('warn', 'slack does not take an answer any more', {}));
        return;
      }
      await means.client.chat
        .postMessage({ channel: actor.id, ...blocks })
        .catch((error: unknown) =>
          means.log('warn', 'slack does not take an answer', { code: readFailure(error).code }),
        );
    },
  };
}

async function open(form: Form, place: Place, { client, trigger, log }: Means): Promise<void> {
  if (trigger === null) throw new Error('a form cannot be opened from a form');
  const metadata = JSON.stringify({ form: form.form, channel: place.channel, thread: place.thread });
  try {
    await client.views.open({ trigger_id: trigger, view: renderForm(form, metadata) });
  } catch (error) {
    log('warn', 'slack did not open a form', { code: readFailure(error).code });
  }
}
