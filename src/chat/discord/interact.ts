import {
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { Interaction, Log, Reply } from '#chat/port.ts';
import { readFailure } from './failures.ts';
import { render, renderForm } from './render.ts';

/** The interactions that the bot has. */
export type Given =
  | ButtonInteraction
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | ModalSubmitInteraction;

/** Discord gives up on an interaction after 3 s. */
const ACK_BY_MS = 2000;

/** An interaction, and what is left to do when its turn is over. */
export interface Doing extends Interaction {
  /** Acknowledges what was not, takes away a "thinking…" that nothing followed. */
  finish(): Promise<void>;
}

/** The effects of an interaction. Each is taken once; what Discord does not take any more is one line in the log. */
export function interactionOf(given: Given, log: Log): Doing {
  let state: 'new' | 'thinking' | 'seen' | 'answered' = 'new';
  const attempt = async (call: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      log('warn', 'discord did not take an answer', { call, code: readFailure(error).code });
    }
  };
  const ack = async () => {
    if (state !== 'new') return;
    const fromMessage = given.isButton() || (given.isModalSubmit() && given.isFromMessage());
    state = fromMessage ? 'seen' : 'thinking';
    await attempt('defer', () =>
      fromMessage
        ? (given as ButtonInteraction).deferUpdate()
        : (given as ChatInputCommandInteraction).deferReply({ flags: MessageFlags.Ephemeral }),
    );
  };
  const timer = setTimeout(() => void ack(), ACK_BY_MS);
  return {
    ack,
    async openForm(form) {
      if (given.isModalSubmit()) throw new Error('a form cannot be opened from a form');
      if (state !== 'new') return;
      state = 'answered';
      await attempt('modal', () => given.showModal(renderForm(form)));
    },
    async whisper(reply) {
      const before = state;
      if (before === 'new') state = 'answered';
      if (before === 'thinking') state = 'seen';
      await attempt('whisper', () => whisper(given, before, reply));
    },
    async finish() {
      clearTimeout(timer);
      if (state === 'thinking') await attempt('finish', () => given.deleteReply());
      else await ack();
    },
  };
}

function whisper(given: Given, state: 'new' | 'thinking' | 'seen' | 'answered', reply: Reply): Promise<unknown> {
  const body = { components: render(reply), allowedMentions: { parse: [] } };
  if (state === 'new') return given.reply({ ...body, flags: [MessageFlags.Ephemeral, MessageFlags.IsComponentsV2] });
  if (state === 'thinking') return given.editReply({ ...body, flags: MessageFlags.IsComponentsV2 });
  return given.followUp({ ...body, flags: [MessageFlags.Ephemeral, MessageFlags.IsComponentsV2] });
}
