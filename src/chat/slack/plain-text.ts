/**
 * What a person typed: Slack wraps links and mentions in brackets, and escapes the brackets of people. A link keeps the words
 * that people see for it.
 */
export function plainText(text: string): string {
  return text
    .replaceAll(/<(https?:\/\/[^|>]+|mailto:[^|>]+)(?:\|([^>]*))?>/g, (_whole, url: string, label = '') => {
      if (url.startsWith('mailto:')) return label || url.slice('mailto:'.length);
      return label === '' || url.includes(label) ? url : `${label} (${url})`;
    })
    .replaceAll(/<([@#!][^|>]+)(?:\|([^>]*))?>/g, (_whole, id: string, label?: string) =>
      label ? `${id[0]}${label}` : id,
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
