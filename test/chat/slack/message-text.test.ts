import { describe, expect, test } from 'vitest';
import { textOfMessage } from '#chat/slack/message-text.ts';

const rich = (...elements: readonly unknown[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const said = (text: string) => ({ type: 'text', text });

describe('the text of a message', () => {
  test.for([
    ['plain text, with its entities', { text: 'a &lt;b&gt; &amp;&amp; c' }, 'a <b> && c'],
    [
      'a link with its label',
      { text: 'see <https://x.example/a|the error page>' },
      'see the error page (https://x.example/a)',
    ],
    ['a link that is its own label', { text: '<http://x.example|x.example>' }, 'http://x.example'],
    ['a section', { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*401* &lt;x&gt;' } }] }, '*401* <x>'],
    [
      'the fields of a section',
      {
        blocks: [
          {
            type: 'section',
            fields: [
              { type: 'mrkdwn', text: 'Status' },
              { type: 'plain_text', text: '<401>' },
            ],
          },
        ],
      },
      'Status\n<401>',
    ],
    ['a header', { blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Job failed' } }] }, 'Job failed'],
    [
      'small print',
      {
        blocks: [
          {
            type: 'context',
            elements: [
              { type: 'image', alt_text: 'red dot' },
              { type: 'mrkdwn', text: '401' },
            ],
          },
        ],
      },
      'red dot 401',
    ],
    [
      'a picture',
      { blocks: [{ type: 'image', title: { type: 'plain_text', text: 'The screen' }, alt_text: '401 Unauthorized' }] },
      'The screen\n401 Unauthorized',
    ],
    [
      'rich text with a link',
      { blocks: [rich(said('see '), { type: 'link', url: 'https://x.example', text: 'here' })] },
      'see here (https://x.example)',
    ],
    [
      'a list and preformatted text',
      {
        blocks: [
          {
            type: 'rich_text',
            elements: [
              { type: 'rich_text_list', elements: [rich(said('one')).elements[0], rich(said('two')).elements[0]] },
              { type: 'rich_text_preformatted', elements: [said('401')] },
            ],
          },
        ],
      },
      'one\ntwo\n401',
    ],
    [
      'a table',
      {
        blocks: [
          {
            type: 'table',
            rows: [
              [
                { type: 'raw_text', text: 'Status' },
                { type: 'raw_text', text: '401' },
              ],
              [rich(said('Key'))],
            ],
          },
        ],
      },
      'Status 401\nKey',
    ],
    ['Markdown', { blocks: [{ type: 'markdown', text: '# 401' }] }, '# 401'],
    [
      'an attachment',
      {
        text: '',
        attachments: [
          {
            pretext: 'Look',
            title: 'Job',
            text: '401',
            fields: [{ title: 'Host', value: 'api' }],
            footer: 'ci',
            fallback: 'other',
          },
        ],
      },
      'Look\nJob\n401\nHost: api\nci',
    ],
    ['an attachment that has a fallback alone', { attachments: [{ fallback: 'Job failed: 401' }] }, 'Job failed: 401'],
    [
      'blocks in an attachment',
      { attachments: [{ blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '401' } }] }] },
      '401',
    ],
    [
      'a message that is forwarded, from its blocks alone',
      {
        text: '',
        attachments: [
          { is_share: true, from_url: 'https://a', message_blocks: [{ message: { blocks: [rich(said('401'))] } }] },
        ],
      },
      '401',
    ],
    [
      'a file with a title of its own',
      { text: 'look', files: [{ name: 'a.txt', title: '401 since noon' }] },
      'look\n401 since noon',
    ],
    [
      'a file whose title is its name',
      { text: 'look', files: [{ name: 'error_log.txt', title: 'error log' }] },
      'look',
    ],
  ] as const)('has %s', ([, message, text]) => {
    expect(textOfMessage(message)).toBe(text);
  });

  test('says once what stands in text and in blocks', () => {
    expect(textOfMessage({ text: '401 `here`', blocks: [rich(said('401 '), said('here'))] })).toBe('401 `here`');
  });

  test('takes the blocks where the text is a short form of them', () => {
    expect(textOfMessage({ text: 'Job failed', blocks: [rich(said('Job failed: 401'))] })).toBe('Job failed: 401');
  });

  test('leaves out previews of links, and the labels of buttons', () => {
    const preview = { from_url: 'https://x.example', title: '401 Unauthorized', service_name: 'Example' };
    const buttons = { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Retry' } }] };
    expect(textOfMessage({ text: 'docs', attachments: [preview], blocks: [buttons] })).toBe('docs');
  });

  test('takes what no documentation describes', () => {
    for (const odd of [{ blocks: 'x' }, { blocks: [null, 7] }, { attachments: {} }, { text: null, files: [null] }])
      expect(textOfMessage(odd)).toBe('');
  });

  test('does not follow blocks for ever', () => {
    let block: Record<string, unknown> = { type: 'section', text: { type: 'plain_text', text: 'deep' } };
    for (let depth = 0; depth < 5000; depth += 1) block = { type: 'container', blocks: [block] };
    expect(textOfMessage({ blocks: [block] })).toBe('');
  });
});
