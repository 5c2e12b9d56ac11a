import {
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { Interaction, Reply } from '#chat/port.ts';
import type { Log } from '#log.ts';
import { readFailure } from './failures.ts';
import { fileName, render, renderForm } from './render.ts';

/** The interactions that the bot has. */
export type Given =
  | ButtonInteraction
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | ModalSubmitInteraction;

/** Discord gives up on an interaction after 3 s. */
const ACK_BY_MS = 2000;
/** And takes no answers to it after 15 minutes. */
const TOKEN_MS = 15 * 60_000 - 5000;
/** Somebody else has acknowledged: another process with the same token, which then also answers. */
const TAKEN = 40_060;

/** What works with an interaction. */
export interface Means {
  readonly log: Log;
  /** Sends the reply to the actor's direct messages: for what comes too late to be shown in place. */
  readonly direct: (reply: Reply) => Promise<unknown>;
}

/** An interaction, and what is left to do when its turn is over. */
export interface Doing extends Interaction {
  /** Acknowledges what was not, takes away a "thinking…" that nothing followed. */
  finish(): Promise<void>;
}

/**
 * `thinking`: acknowledged, and the person waits for the reply; `seen`: what follows is a message of its own; `lost`: Discord
 * takes nothing any more.
 */
type State = 'new' | 'thinking' | 'seen' | 'taken' | 'lost';

/**
 * The effects of an interaction. They happen one after the other, so that no answer overtakes its acknowledgement; what
 * Discord does not take any more is one line in the log.
 */
export function interactionOf(given: Given, { log, direct }: Means): Doing {
  let state: State = 'new';
  let last: Promise<void> = Promise.resolve();
  const afterOthers = (work: () => Promise<void>) => (last = last.then(work));
  const attempt = async (call: string, work: () => Promise<unknown>) => {
    try {
      await work();
      return true;
    } catch (error) {
      const { code } = readFailure(error);
      log('warn', 'discord did not take an answer', { call, code });
      state = code === TAKEN ? 'taken' : 'lost';
      return false;
    }
  };
  const ack = () =>
    afterOthers(async () => {
      if (state === 'new' && (await attempt('defer', () => defer(given))))
        state = onMessage(given) ? 'seen' : 'thinking';
    });
  const timer = setTimeout(() => void ack(), ACK_BY_MS);
  return {
    ack,
    async openForm(form) {
      if (given.isModalSubmit()) throw new Error('a form cannot be opened from a form');
      await afterOthers(async () => {
        if (state !== 'new') log('warn', 'discord: a form came too late to be opened');
        else if (await attempt('modal', () => given.showModal(renderForm(form)))) state = 'seen';
      });
    },
    whisper: (reply) =>
      afterOthers(async () => {
        const open = state !== 'lost' && state !== 'taken' && Date.now() - given.createdTimestamp < TOKEN_MS;
        if (open && (await attempt('whisper', () => whisper(given, state, reply)))) state = 'seen';
        else if (state !== 'taken') await direct(reply);
      }),
    async finish() {
      clearTimeout(timer);
      await ack();
      await afterOthers(async () => {
        if (state === 'thinking') await attempt('finish', () => given.deleteReply());
      });
    },
  };
}

/** Does it come from a message that stays as it is? */
function onMessage(given: Given): given is ButtonInteraction {
  return given.isButton() || (given.isModalSubmit() && given.isFromMessage());
}

function defer(given: Given): Promise<unknown> {
  return onMessage(given) ? given.deferUpdate() : given.deferReply({ flags: MessageFlags.Ephemeral });
}

function whisper(given: Given, state: State, reply: Reply): Promise<unknown> {
  const picture =
    reply.picture === undefined
      ? {}
      : { files: [{ name: fileName(reply.picture), attachment: Buffer.from(reply.picture.png) }] };
  const body = { components: render(reply), allowedMentions: { parse: [] }, ...picture };
  if (state === 'new') return given.reply({ ...body, flags: [MessageFlags.Ephemeral, MessageFlags.IsComponentsV2] });
  if (state === 'thinking') return given.editReply({ ...body, flags: MessageFlags.IsComponentsV2 });
  return given.followUp({ ...body, flags: [MessageFlags.Ephemeral, MessageFlags.IsComponentsV2] });
}
