/** What people read about pictures that they sent. */
export const EN_PICTURES = {
  'picture.read': 'Read from your screenshot.',
  'picture.read_unsure': 'Read from your screenshot, which was hard to read. Check that this is your error.',
  'picture.key': 'It seems to show a key: delete the picture and revoke the key.',
  'picture.unreadable': "I can't read this picture well enough. Please paste the error as text, with any key removed.",
  'picture.too_large':
    'This picture is too large for me to read. Please paste the error as text, with any key removed, or send the part that shows the error.',
  'picture.too_small':
    'This picture is too small for me to read. Please paste the error as text, with any key removed.',
  'picture.busy':
    "I'm busy with other pictures and can't read yours now. Please paste the error as text, with any key removed.",
  'picture.off': "I can't read pictures here. Please paste the error as text, with any key removed.",
  'picture.not_read': 'I could not read your picture',
  'picture.key_title': 'Your screenshot seems to show a key',
  'picture.key_text': 'Everyone who can see the picture can read the key and use it. I have not kept or used it.',
  'picture.key_revoke': 'Revoke the key',
  'picture.key_revoke_text': "On your provider's page where you created it. Then create a new one.",
  'picture.key_delete': 'Delete the picture',
  'picture.key_delete_text': 'Deleting it does not make the key safe, so revoke the key as well.',
} as const;
