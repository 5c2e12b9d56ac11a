import type { FormTurn } from '#chat/port.ts';
import type { Knowledge } from '#knowledge/types.ts';
import type { Bot } from '#support/bot.ts';
import { happen } from '#support/case/happen.ts';
import { caseIdOf } from '#support/turns/actions.ts';
import { notKnown } from '#support/views/desk/staff-notes.ts';
import { isOver } from '#support/views/notes.ts';
import { namedPerson } from './card.ts';

/**
 * The form of *Correct the diagnosis* was sent: the case gets another diagnosis, and if the bot was wrong,
 * the paste is kept for the knowledge authors.
 */
export async function correctFormSent(turn: FormTurn, bot: Bot): Promise<void> {
  await turn.ack();
  const { knowledge } = bot.catalogue();
  const read = readCorrection(turn.values, knowledge);
  if (typeof read === 'string') return turn.whisper(notKnown(read));
  const by = await namedPerson(turn.actor, bot);
  const done = await bot.store.write(async (trx) => {
    const it = (await trx.firstSeen(turn.id)) ? await trx.case(caseIdOf(turn)) : null;
    if (it === null) return false;
    const { kind, provider, tool, signature } = it.diagnosis;
    const diagnosis = { ...it.diagnosis, ...read, confidence: 1, alternatives: [], quotes: [], signature: null };
    const type = turn.values['wrong'] === 'yes' ? 'wrong_diagnosis' : 'diagnosis_changed';
    const data = { ...read, before_kind: kind, before_provider: provider, before_tool: tool, signature };
    return (await happen(it, { type, by, data, diagnosis }, { bot, trx })) !== null;
  });
  bot.wake();
  return done ? undefined : turn.whisper(isOver);
}

interface Correction {
  readonly kind: string | null;
  readonly provider: string | null;
  readonly tool: string | null;
}

/** The corrected diagnosis, or the name that is not known. */
function readCorrection(values: FormTurn['values'], knowledge: Knowledge): Correction | string {
  const kind = values['kind'] ?? '';
  const [provider, tool] = [(values['provider'] ?? '').trim(), (values['tool'] ?? '').trim()];
  const found = { provider: idOf(provider, knowledge.providers), tool: idOf(tool, knowledge.tools) };
  if (provider !== '' && found.provider === null) return provider;
  if (tool !== '' && found.tool === null) return tool;
  return { kind: knowledge.failures.has(kind) ? kind : null, ...found };
}

/** Finds an entry by its id or name, however it is written, or by the beginning of its name. */
function idOf(
  text: string,
  entries: ReadonlyMap<string, { readonly id: string; readonly name: string }>,
): string | null {
  const wanted = plain(text);
  if (wanted === '') return null;
  const all = [...entries.values()];
  const exact = all.find(({ id, name }) => plain(id) === wanted || plain(name) === wanted);
  return (exact ?? all.find(({ name }) => plain(name).startsWith(wanted)))?.id ?? null;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
