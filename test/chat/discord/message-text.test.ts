import { describe, expect, test } from 'vitest';
import { textOfMessage } from '#chat/discord/message-text.ts';

const NOTHING = { content: '', embeds: [], components: [], poll: [] };

describe('the text of a message', () => {
  test.for([
    ['content', { content: '401' }, '401'],
    [
      'an embed',
      {
        embeds: [
          {
            type: 'rich',
            author: { name: 'CI' },
            title: 'Job',
            description: '401',
            fields: [{ name: 'Host', value: 'api' }],
            footer: { text: 'run 7' },
          },
        ],
      },
      'CI\nJob\n401\nHost: api\nrun 7',
    ],
    [
      'components',
      {
        components: [
          {
            type: 17,
            components: [
              { type: 10, content: 'Job failed' },
              {
                type: 9,
                components: [{ type: 10, content: '401' }],
                accessory: { type: 11, description: 'the screen' },
              },
              { type: 12, items: [{ description: 'a chart' }] },
              { type: 1, components: [{ type: 2, label: 'Retry' }] },
            ],
          },
        ],
      },
      'Job failed\n401\nthe screen\na chart',
    ],
    ['a poll', { poll: ['Who has 401, too?', 'me', 'not me'] }, 'Who has 401, too?\nme\nnot me'],
  ] as const)('has %s', ([, message, text]) => {
    expect(textOfMessage({ ...NOTHING, ...message })).toBe(text);
  });

  test('leaves out the preview of a link', () => {
    const embeds = [{ type: 'article', url: 'https://docs.example/errors/', title: '401 Unauthorized' }];
    expect(textOfMessage({ ...NOTHING, content: 'read docs.example/errors', embeds })).toBe('read docs.example/errors');
  });
});
