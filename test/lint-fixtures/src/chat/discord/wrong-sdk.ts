import { App } from '@slack/bolt';

export const x = App;
