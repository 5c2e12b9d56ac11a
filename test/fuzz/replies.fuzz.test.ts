import fc from 'fast-check';
import { expect, test } from 'vitest';
import { render as terminal } from '#chat/console/render.ts';
import { render as discord } from '#chat/discord/render.ts';
import type { Reply } from '#chat/port.ts';
import { render as slack } from '#chat/slack/render.ts';
import { webAddress } from '#chat/web-address.ts';
import { checkDiscord, checkSlack, checkTerminal } from './alive.ts';
import { longText, RUN } from './hostile.ts';

const OURS = 'https://platform.openai.com/api-keys';

/** A reply with what people wrote everywhere but in its own steps and its link. */
const replies: fc.Arbitrary<Reply> = fc.record(
  {
    tone: fc.constantFrom('neutral', 'good', 'warning', 'bad'),
    title: longText,
    text: longText,
    fields: fc.array(fc.record({ name: longText, value: longText }), { maxLength: 4 }),
    steps: fc.array(
      fc.oneof(
        fc.record({ title: longText, text: longText, theirs: fc.constant(true as const) }),
        fc.record({ title: longText, text: fc.constant(`The page is ${OURS}.`) }),
      ),
      { maxLength: 4 },
    ),
    code: fc.array(fc.record({ label: longText, text: longText }), { maxLength: 3 }),
    footer: longText,
    link: fc.oneof(fc.constant(OURS), longText),
    buttons: fc.uniqueArray(fc.record({ label: longText, action: fc.stringMatching(/^[a-z:0-9]{1,100}$/) }), {
      maxLength: 30,
      selector: ({ action }) => action,
    }),
  },
  { requiredKeys: ['tone', 'title', 'text'] },
);

const oursIn =
  ({ link = OURS }: Reply) =>
  (url: string) =>
    url === OURS || url === webAddress(link);

test('on Slack whatever people wrote is taken, and nothing of it is alive', () => {
  fc.assert(
    fc.property(replies, (reply) => checkSlack(slack(reply), oursIn(reply))),
    RUN,
  );
});

test('on Discord whatever people wrote is taken, and nothing of it is alive', () => {
  fc.assert(
    fc.property(replies, (reply) => checkDiscord(discord(reply), oursIn(reply))),
    RUN,
  );
});

test('in the terminal whatever people wrote commands nothing and keeps to its columns', () => {
  fc.assert(
    fc.property(replies, fc.integer({ min: 31, max: 200 }), (reply, columns) =>
      checkTerminal(terminal(reply, { columns, colour: false }), reply, columns),
    ),
    // Wrapping long texts takes its time.
    { ...RUN, numRuns: Math.ceil(RUN.numRuns / 5) },
  );
});

test('what is checked here would be seen', () => {
  const text = (content: string) => [{ type: 17, components: [{ type: 10, content }] }] as never;
  const alive = ['@everyone', '<@1>', '[a](https://x.example)', 'https://evil.example', '||x||', '```js', '# x', '`x`'];
  for (const content of alive) expect(() => checkDiscord(text(content), () => false)).toThrow(/expect|invalid/);
  expect(() =>
    checkDiscord(text('\\@everyone **x** \\# <https://a.example>'), (url) => url === 'https://a.example'),
  ).not.toThrow();
  const section = (elements: object[]) => [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }];
  const shown = (elements: object[]) => ({ text: 'x', blocks: section(elements) }) as never;
  expect(() => checkSlack(shown([{ type: 'broadcast', range: 'channel' }]), () => true)).toThrow(/expect|invalid/);
  expect(() => checkSlack(shown([{ type: 'link', url: 'https://evil.example' }]), () => false)).toThrow(
    /expect|invalid/,
  );
  expect(() => checkSlack(shown([{ type: 'text', text: 'x' }]), () => false)).not.toThrow();
});
