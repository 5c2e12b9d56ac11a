/** An address that can be shown as it is: nothing in it ends the link early, or is mark-up. */
const PLAIN = /^https?:\/\/[^\s<>|`"\\\u0000-\u0020\u007f-\uffff]+$/;

/** A text as the address of a link; null where it is no address of the web. */
export function webAddress(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['https:', 'http:'].includes(url.protocol)) return null;
  return PLAIN.test(text) ? text : url.href.replaceAll(/[<>|`"\\]/g, encodeURIComponent);
}
