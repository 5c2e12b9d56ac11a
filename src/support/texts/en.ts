import { EN_DESK } from './en-desk.ts';
import { EN_PERSON } from './en-person.ts';
import { EN_PICTURES } from './en-pictures.ts';

/**
 * The English texts of the interface, by ids that stay: another language is other files with the same ids. The values are
 * ICU messages: https://unicode-org.github.io/icu/userguide/format_parse/messages/
 */
export const EN = {
  ...EN_DESK,
  ...EN_PERSON,
  ...EN_PICTURES,
  'end.fixed': 'Great, it works again',
  'end.fixed_by': 'The step that fixed it: {step}',
  'end.stopped': 'Stopped',
  'end.stopped_text': 'To continue, paste the error again.',
  'end.last': 'That was the last step',
  'end.last_text': 'If it still fails, contact {staff} and include these details, so that nobody has to ask:',
  'end.error': 'The exact error',
  'end.error_text': 'As text, with the HTTP status and the request ID, and with keys masked.',
  'end.address': 'Provider and address',
  'end.address_text': 'The provider and the base URL your tool calls.',
  'end.tool': 'Tool and version',
  'end.tool_text': 'Also say whether the key works in a plain request outside the tool.',
  'end.key': 'Details of the key, not the key itself',
  'end.key_text': "Its first characters and length, whether you copied it again, and the header it's sent in.",
  'end.tried': 'What you tried',
  'end.tried_none': 'The steps you checked, and what you saw.',
  'end.tried_steps': 'Checked without finding a problem: {steps}',
  'home.title': 'Find out why your API key fails',
  'home.how':
    'Paste the error here or in a channel I watch, mention me, or choose “Diagnose this” on any message. Use /diagnose for a private answer and /keycheck to test a key with its provider.',
  'home.cases': 'Your open cases',
  'home.no_cases': 'None.',
  'home.case': 'Case {id}: {title} ({state})',
  'home.privacy': 'Your privacy',
  'home.privacy_text':
    'I keep your pasted text with keys masked, the diagnosis and the steps you tried for {days, plural, one {# day} other {# days}}. I never store keys.',
  'home.speak': 'Answer me again',
  'home.quiet': 'Only answer when asked',
  'home.forget': 'Delete my data',
  'note.forgotten': 'Your data is deleted',
  'note.forgotten_settings': 'Only settings were stored.',
  'note.forgotten_cases':
    'What you wrote in {cases, plural, one {# case} other {# cases}} is gone. Only anonymous counts are left.',
  'span.days': '{count, plural, one {# day} other {# days}}',
  'span.hours': '{count, plural, one {# hour} other {# hours}}',
  'span.minutes': '{count, plural, one {# minute} other {# minutes}}',
  'state.open': 'open',
  'state.waiting_for_staff': 'waiting for the support team',
  'state.claimed': 'the support team is working on it',
  'state.waiting_for_person': 'waiting for your reply',
  'state.resolved': 'resolved',
  'state.withdrawn': 'withdrawn',
  'state.not_recognized': 'not recognized',
  'answer.probably': 'Probably: {verdict}',
  'answer.possibly': 'Possibly: {verdict}',
  'answer.first': 'Do this first: {step}',
  'answer.if': 'If',
  'answer.then': 'Then',
  'answer.fix': 'Fix',
  'answer.exposed':
    'Your message shows a key, and anyone who read it can use it. Revoke the key first, create a new one, and delete the message if it is still there.',
  'diagnosis.exposed':
    'Your paste shows {secrets, plural, one {a key or token} other {# keys or tokens}}. Anyone who can read it can use it. Revoke it first and create a new one.',
  'answer.first_step': 'First of {steps, plural, one {# step} other {# steps}}, most likely cause first.',
  'unread.no_text': 'I can only read text, so I skipped {files}.',
  'unread.too_large': 'Too large to read: {files}. Paste the part around the error.',
  'unread.not_loaded': 'I could not download {files}. Paste the text instead.',
} as const;
