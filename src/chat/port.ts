/** How a reply feels: adapters choose colour or icon. */
export type Tone = 'neutral' | 'good' | 'warning' | 'bad';

/** A command or other text that must keep its form, with the shell or language it is for. */
export interface CodeBlock {
  readonly label: string;
  readonly text: string;
}

/** Something to press. `action` is opaque to adapters. */
export interface Button {
  readonly label: string;
  readonly action: string;
  readonly style?: 'primary' | 'danger';
}

/** What the product says, free of any platform's mark-up. Adapters render, clip and split it. */
export interface Reply {
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
  readonly fields?: readonly { readonly name: string; readonly value: string }[];
  readonly steps?: readonly { readonly title: string; readonly text: string }[];
  readonly code?: readonly CodeBlock[];
  readonly link?: string;
  readonly buttons?: readonly Button[];
  /** Small print below everything else. */
  readonly footer?: string;
}
