import { expect, test } from 'vitest';
import { type Asking, askSecret, askStaffChannel, askWatched, untilFine } from '#chats/setup-asking.ts';
import type { Setting } from '#config/setting.ts';
import { ROWS } from '#config/settings.ts';
import { fine, warning } from '#finding.ts';
import { type Line, scriptedPerson } from '#test/commands/setup/scripted-person.ts';

const CHANNELS = [
  { id: 'C1', name: 'help', hint: '' },
  { id: 'C2', name: 'staff', hint: '' },
  { id: 'C3', name: 'twice', hint: '' },
  { id: 'C4', name: 'twice', hint: '' },
];
const row = (env: string): Setting<unknown> => {
  const found = ROWS.find((one) => one.env === env);
  if (found === undefined) throw new Error(env);
  return found;
};

/** Questions over what is set already; what is answered, and what was chosen before. */
function asking(before: string | null, script: readonly Line[]) {
  const person = scriptedPerson(script);
  const answers: (string | null)[] = [];
  const about: Asking = {
    prompts: person.prompts,
    present: () => before,
    answer: (_row, text) => void answers.push(text),
  };
  const chosen = () =>
    person
      .seen()
      .split('\n')
      .filter((line) => /^(?:chosen|marked|written|agreed) ?\w*:/.test(line));
  return { about, answers, chosen };
}

test.for([
  [null, 'In channels I choose', ''],
  ['help', 'In channels I choose', 'help'],
  ['#help, C2', 'In channels I choose', 'help, staff'],
  ['C3', 'In channels I choose', 'C3'],
  ['gone', 'In channels I choose', ''],
] as const)('what is set (%s) is marked before anything is chosen', async ([before, , marked]) => {
  const { about, answers, chosen } = asking(before, [
    [/bot answer when/, 'In channels I choose'],
    [/Which channels/, ['#help']],
  ]);
  await askWatched(about, row('SLACK_CHANNELS'), CHANNELS);
  expect(chosen()).toEqual(['chosen before: In channels I choose', `marked: ${marked}`]);
  expect(answers).toEqual(['help']);
});

test('all and none need no list; of two channels with one name the id is kept', async () => {
  const all = asking('all', [[/bot answer when/, 'In every channel it is in']]);
  await askWatched(all.about, row('SLACK_CHANNELS'), CHANNELS);
  expect(all.chosen()).toEqual(['chosen before: In every channel it is in']);
  expect(all.answers).toEqual(['all']);
  const none = asking('help', [[/bot answer when/, 'In none']]);
  await askWatched(none.about, row('SLACK_CHANNELS'), CHANNELS);
  expect(none.answers).toEqual([null]);
  const twice = asking(null, [
    [/bot answer when/, 'In channels I choose'],
    [/Which channels/, []],
  ]);
  await askWatched(twice.about, row('SLACK_CHANNELS'), CHANNELS);
  expect(twice.answers).toEqual([null]);
});

test.for([
  ['all', ''],
  ['help', 'help'],
  [null, ''],
] as const)(
  'where channels cannot be listed their names are written; before, %s stands there as "%s"',
  async ([before, written]) => {
    const { about, answers, chosen } = asking(before, [
      [/bot answer when/, 'In channels I choose'],
      [/names or IDs/, 'a,b'],
    ]);
    await askWatched(about, row('SLACK_CHANNELS'), null);
    expect(chosen().at(-1)).toBe(`written before: ${written}`);
    expect(answers).toEqual(['a,b']);
  },
);

test.for([
  [null, /^chosen before: No support team/],
  ['C2', /^chosen before: #staff$/],
  ['gone', /^chosen before: nothing$/],
] as const)('the staff channel that is set (%s) is chosen before', async ([before, expected]) => {
  const { about, answers, chosen } = asking(before, [[/cases go/, '#help']]);
  expect(await askStaffChannel(about, row('SLACK_STAFF_CHANNEL'), CHANNELS)).toBe('C1');
  expect(chosen()).toEqual([expect.stringMatching(expected)]);
  expect(answers).toEqual(['C1']);
});

test('a secret that is set is kept unless the person says otherwise, and only a new one is noted', async () => {
  const kept = asking('xoxb-1-2-old', [[/Keep it/, true]]);
  const tried = async (secret: string) => ({ findings: [fine('x', secret)], value: secret });
  expect(await askSecret(kept.about, row('SLACK_BOT_TOKEN'), 'Token?', tried)).toEqual({
    secret: 'xoxb-1-2-old',
    value: 'xoxb-1-2-old',
  });
  expect(kept.answers).toEqual([]);
  expect(kept.chosen()).toEqual(['agreed before: true']);
});

test('it is tried until all is fine, or the person goes on', async () => {
  let tries = 0;
  const attempt = async () => {
    tries += 1;
    return { findings: [tries < 3 ? warning('x', 'no', 'Do it.') : fine('x', 'yes')], value: tries };
  };
  const again = scriptedPerson([
    [/What now/, 'Test again'],
    [/What now/, 'Test again'],
  ]);
  expect(await untilFine(again.prompts, attempt)).toBe(3);
  tries = 0;
  expect(await untilFine(scriptedPerson([[/What now/, 'Continue anyway']]).prompts, attempt)).toBe(1);
});
