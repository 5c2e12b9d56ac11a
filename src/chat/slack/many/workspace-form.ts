import type { App, Context } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { readFailure } from '#chat/slack/failures.ts';
import type { Workspace, WorkspaceOf } from '#chat/slack/workspace.ts';
import type { Log } from '#log.ts';
import type { WorkspaceSettings } from './installations.ts';

const ACTION = 'workspace-settings';
const VIEW = 'workspace-settings';

/** What the form works with. */
export interface WorkspaceFormParts {
  readonly workspaceOf: WorkspaceOf;
  readonly tenantOf: (context: Context) => string;
  readonly settingsOf: (tenant: string) => WorkspaceSettings;
  readonly configure: (tenant: string, settings: WorkspaceSettings) => Promise<void>;
  readonly log: Log;
}

/** What administrators of a workspace see at the end of the home page: what is set, and the button to change it. */
export async function settingsBlocks(
  workspace: Workspace,
  user: string,
  { channels, staffChannel }: WorkspaceSettings,
): Promise<readonly KnownBlock[]> {
  if (!(await isAdmin(workspace, user))) return [];
  const name = async (id: string) => `#${await workspace.people.channelName(id)}`;
  const help = channels.length === 0 ? 'nowhere yet' : (await Promise.all(channels.map(name))).join(', ');
  const staff = staffChannel === null ? 'none yet' : await name(staffChannel);
  const text = `For administrators of this workspace. Answers unasked: ${help}. Support team's channel: ${staff}.`;
  return [
    { type: 'divider' },
    { type: 'section', text: { type: 'plain_text', text, emoji: false } },
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: ACTION,
          value: ACTION,
          text: { type: 'plain_text', text: 'Set up Keymedic', emoji: false },
        },
      ],
    },
  ];
}

/** Opens and takes the form of administrators; what it says is asked of Slack again when it is sent. */
export function listenToWorkspaceForm(app: App, parts: WorkspaceFormParts): void {
  app.action({ type: 'block_actions', action_id: ACTION }, async ({ body, ack, context }) => {
    const tenant = parts.tenantOf(context);
    const workspace = await parts.workspaceOf(tenant);
    if (workspace !== null && (await isAdmin(workspace, body.user.id)))
      await workspace.client.views
        .open({ trigger_id: body.trigger_id, view: formView(parts.settingsOf(tenant)) })
        .catch((error: unknown) => parts.log('warn', 'slack did not open a form', { code: readFailure(error).code }));
    await ack();
  });
  app.view({ type: 'view_submission', callback_id: VIEW }, async ({ body, view, ack, context }) => {
    const tenant = parts.tenantOf(context);
    const workspace = await parts.workspaceOf(tenant);
    const settings = readSettings(view.state);
    if (workspace === null || settings === null) return ack();
    const errors = (await isAdmin(workspace, body.user.id))
      ? await faultsOf(settings, workspace)
      : { staff: 'Only administrators of this workspace can set this.' };
    if (Object.keys(errors).length > 0) return ack({ response_action: 'errors', errors });
    await parts.configure(tenant, settings);
    parts.log('info', 'slack: a workspace was set up', { tenant, channels: settings.channels.length });
    return ack();
  });
}

/** Administrators of the workspace; where an organisation has installed the bot as a whole, those of the organisation. */
async function isAdmin({ client, self }: Workspace, user: string): Promise<boolean> {
  const found = await client.users.info({ user }).catch(() => null);
  if (self.team.startsWith('E'))
    return found?.user?.enterprise_user?.is_admin === true || found?.user?.enterprise_user?.is_owner === true;
  return found?.user?.is_admin === true || found?.user?.is_owner === true;
}

/** Channels that outsiders are in are not offered: who is in the staff's channel is staff. */
function formView({ channels, staffChannel }: WorkspaceSettings): ModalView {
  const filter = { include: ['public' as const, 'private' as const], exclude_external_shared_channels: true };
  return {
    type: 'modal',
    callback_id: VIEW,
    title: { type: 'plain_text', text: 'Set up Keymedic', emoji: false },
    submit: { type: 'plain_text', text: 'Save', emoji: false },
    close: { type: 'plain_text', text: 'Cancel', emoji: false },
    blocks: [
      {
        type: 'input',
        block_id: 'help',
        optional: true,
        label: { type: 'plain_text', text: 'Answer without being asked in', emoji: false },
        hint: {
          type: 'plain_text',
          text: 'In other channels, the bot answers when someone mentions it.',
          emoji: false,
        },
        element: {
          type: 'multi_conversations_select',
          action_id: 'value',
          filter,
          ...(channels.length === 0 ? {} : { initial_conversations: channels }),
        },
      },
      {
        type: 'input',
        block_id: 'staff',
        optional: true,
        label: { type: 'plain_text', text: "Support team's channel", emoji: false },
        hint: {
          type: 'plain_text',
          text: 'Cases go there, and everyone in it counts as support team, so choose a private channel. Without one, nobody can press “Get a human”.',
          emoji: false,
        },
        element: {
          type: 'conversations_select',
          action_id: 'value',
          filter,
          ...(staffChannel === null ? {} : { initial_conversation: staffChannel }),
        },
      },
    ],
  };
}

const stateSchema = z.object({
  values: z.object({
    help: z.object({ value: z.object({ selected_conversations: z.array(z.string()).nullish() }) }),
    staff: z.object({ value: z.object({ selected_conversation: z.string().nullish() }) }),
  }),
});

function readSettings(state: unknown): WorkspaceSettings | null {
  const read = stateSchema.safeParse(state);
  if (!read.success) return null;
  const { help, staff } = read.data.values;
  return {
    channels: help.value.selected_conversations ?? [],
    staffChannel: staff.value.selected_conversation ?? null,
  };
}

/** What is wrong with the channels, by the field that names them. */
async function faultsOf({ channels, staffChannel }: WorkspaceSettings, { client }: Workspace) {
  const errors: Record<string, string> = {};
  const faultOf = async (channel: string) => {
    const found = await client.conversations.info({ channel }).catch(() => null);
    if (found?.channel?.is_member !== true)
      return `Write /invite @Keymedic in ${found?.channel?.name ? `#${found.channel.name}` : 'it'} first.`;
    return found.channel.is_ext_shared === true ? `#${found.channel.name} is shared with others.` : null;
  };
  for (const channel of channels) {
    const fault = await faultOf(channel);
    if (fault !== null) errors['help'] = fault;
  }
  const fault = staffChannel === null ? null : await faultOf(staffChannel);
  if (fault !== null) errors['staff'] = fault;
  return errors;
}
