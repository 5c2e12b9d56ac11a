import { joinTexts } from '#chat/join-texts.ts';
import { isLoose, type Loose, listIn, textIn } from '#chat/loose.ts';

/** What a message shows, in the words of Discord's API. */
export interface SeenMessage {
  readonly content: string;
  /** https://docs.discord.com/developers/resources/message#embed-object */
  readonly embeds: readonly unknown[];
  /** https://docs.discord.com/developers/components/reference */
  readonly components: readonly unknown[];
  /** The question and the answers of a poll. */
  readonly poll: readonly string[];
}

/** Components hold components; no message goes deeper. */
const DEEPEST = 8;
/** Buttons, and all kinds of things to choose from: what can be done, not what is said. */
const CONTROLS: ReadonlySet<unknown> = new Set([2, 3, 4, 5, 6, 7, 8]);

/** Everything that a person sees in a message, as one text: content, embeds, components and polls. */
export function textOfMessage({ content, embeds, components, poll }: SeenMessage): string {
  return joinTexts([
    content,
    ...embeds.map((embed) => (isLoose(embed) && !isPreview(embed, content) ? embedText(embed) : '')),
    ...components.map((component) => componentText(component, 0)),
    poll.join('\n'),
  ]);
}

/** What Discord adds to a link that somebody posted is not theirs. */
function isPreview(embed: Loose, content: string): boolean {
  const url = textIn(embed['url']);
  return url !== '' && content.includes(url.replace(/^https?:\/\//, '').replace(/\/$/, ''));
}

function embedText(embed: Loose): string {
  const fields = listIn(embed['fields']).map((field) =>
    [textIn(field['name']), textIn(field['value'])].filter((text) => text !== '').join(': '),
  );
  const inner = (name: string, key: string) => {
    const part = embed[name];
    return isLoose(part) ? textIn(part[key]) : '';
  };
  return [
    inner('author', 'name'),
    textIn(embed['title']),
    textIn(embed['description']),
    ...fields,
    inner('footer', 'text'),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function componentText(component: unknown, depth: number): string {
  if (!isLoose(component) || depth > DEEPEST || CONTROLS.has(component['type'])) return '';
  const inner = [...listIn(component['components']), ...listIn(component['items']), component['accessory']];
  return [
    textIn(component['content']),
    textIn(component['description']),
    ...inner.map((one) => componentText(one, depth + 1)),
  ]
    .filter((text) => text !== '')
    .join('\n');
}
