import type { CommandTurn, Form, FormTurn, Interaction, MenuTurn, MessageRef, Place, Unread } from '#chat/port.ts';
import type { Case } from '#store/types.ts';
import type { Bot } from '#support/bot.ts';
import { guardChannel, leakedIn, rememberExposed } from '#support/key-check/guard-leak.ts';
import { exposedReply } from '#support/views/leak.ts';
import { withNotRead } from '#support/views/picture.ts';
import { withUnread } from '#support/views/unread.ts';
import { diagnosePolitely } from './diagnose-politely.ts';
import { answerMessage, answerPlace, openCaseFor, privatePlace, replyFor } from './open-answer.ts';
import { NOTHING_SEEN, readFrom, readPictures, type Seen, tellKeyInPicture } from './read-pictures.ts';

/** The form of `/diagnose`. */
export const DIAGNOSE_FORM: Form = {
  form: 'diagnose',
  title: 'What does it say?',
  submit: 'Diagnose',
  text: 'The answer is shown to you alone. Keys are masked, but better leave them out.',
  fields: [{ id: 'error', label: 'The error', kind: 'long', hint: 'As your tool printed it, several lines are fine' }],
};

/** `/diagnose`: with a text the answer at once, without one a form for it. Seen by the asker alone. */
export async function diagnoseCommand(turn: CommandTurn, bot: Bot): Promise<void> {
  if (turn.text.trim() === '') {
    await turn.openForm(DIAGNOSE_FORM);
    return;
  }
  await turn.ack();
  await answerPrivately(turn, { text: turn.text, exposed: true, place: null, message: null }, bot);
}

/** The form of `/diagnose` was sent. */
export async function diagnoseFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  await turn.ack();
  await answerPrivately(turn, { text: turn.values['error'] ?? '', exposed: false, place: null, message: null }, bot);
}

/** *Diagnose this*: an answer to somebody's message for the asker alone, who can then share it. */
export async function diagnoseMenu(turn: MenuTurn, bot: Bot): Promise<void> {
  await turn.ack();
  const { about } = turn;
  const seen = await readPictures([about], { actor: turn.actor, asked: true }, bot);
  const texts = [about.text, ...about.files.map((file) => file.text), seen.text];
  const text = texts.filter((part) => part !== '').join('\n');
  const place = answerPlace({ place: about.message.place, message: about.message }, bot);
  const diagnosis = await answerPrivately(
    turn,
    { text, exposed: false, place, message: about.message, unread: about.unread, seen },
    bot,
  );
  if (seen.keyLike) await tellKeyInPicture(about.author, about.message.place, bot);
  if (diagnosis.secrets.length === 0 || about.message.place.direct) return;
  const guarded = { ...about, type: 'message' as const, id: turn.id, actor: about.author, place: about.message.place };
  await guardChannel({ ...guarded, asked: false, edited: false, at: bot.clock(), about: null }, diagnosis, false, bot);
  bot.wake();
}

interface Asked {
  readonly text: string;
  /** Is the text kept in the history of the chat, so that a key in it is exposed? */
  readonly exposed: boolean;
  /** Where the answer can be shared; null where it cannot. */
  readonly place: Place | null;
  readonly message: MessageRef | null;
  readonly unread?: readonly Unread[];
  readonly seen?: Seen;
}

async function answerPrivately(
  turn: (CommandTurn | FormTurn | MenuTurn) & Interaction,
  { text, exposed, place, message, unread = [], seen = NOTHING_SEEN }: Asked,
  bot: Bot,
) {
  const { actor } = turn;
  const from = performance.now();
  const diagnosis = readFrom(await diagnosePolitely(text, bot.catalogue()), seen);
  bot.meter.diagnosed(diagnosis.kind, performance.now() - from);
  const opened = await bot.store.write(async (trx): Promise<Case | null> => {
    if (!(await trx.firstSeen(turn.id))) return null;
    if (exposed || message !== null) await rememberExposed(text, diagnosis, bot, trx);
    const subject = { actor, diagnosis, message: null, notRead: seen.notRead };
    if (turn.place.direct) return answerMessage({ ...subject, place: turn.place }, bot, trx);
    return openCaseFor({ ...subject, place: place ?? privatePlace(actor) }, { bot, trx });
  });
  bot.wake();
  if (opened === null) return diagnosis;
  if (exposed && diagnosis.secrets.length > 0)
    await turn.whisper(exposedReply(leakedIn(diagnosis), bot.catalogue().knowledge));
  if (!turn.place.direct)
    await turn.whisper(withNotRead(withUnread(withSharing(opened, place !== null, bot), unread), seen.notRead));
  return diagnosis;
}

function withSharing(it: Case, shareable: boolean, bot: Bot) {
  const reply = replyFor(it, bot, true);
  return shareable
    ? reply
    : { ...reply, buttons: (reply.buttons ?? []).filter(({ action }) => !action.startsWith('share:')) };
}
